import { firstAmlCodegen } from 'firstaml-client/codegen'

export default firstAmlCodegen({
  documents: 'src/**/*.tsx',
  output: 'src/generated/operations.ts',
})
