import { firstAmlCodegen } from 'firstaml-client/codegen'

export default firstAmlCodegen({
  documents: 'src/**/*.graphql',
  output: 'src/generated/operations.ts',
  requiredScopes: true,
})
