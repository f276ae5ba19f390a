// What `npm run codegen` generates, and from what. `npx graphql-codegen` reads this file too, and
// works offline: both take the schema from the committed snapshot.
import { createCodegenConfig } from './src/codegen/codegen-config.js'

export default createCodegenConfig({
  schema: 'graphql/schema.graphql',
  documents: ['graphql/operations', 'graphql/fragments'],
  output: 'src/generated',
  scalars: '../results/scalars.js',
})
