// What `npm run codegen` generates, and from what. `npx graphql-codegen` reads this file too, and
// works offline: both take the schema from the committed snapshot.
import { firstAmlCodegen } from './src/codegen/firstaml-codegen.js'

export default firstAmlCodegen({
  schema: 'graphql/schema.graphql',
  documents: 'graphql/{operations,fragments}/**/*.graphql',
  output: 'src/generated/operations.ts',
  schemaTypes: 'src/generated/schema-types.ts',
  requiredScopes: 'src/generated/required-scopes.ts',
  gqlTada: 'src/generated/gql-tada.ts',
  scalarsFrom: '../results/scalars.js',
})
