import { gql, type TypedDocumentNode } from '@urql/core'

/** The text of the one operation that every contender sends; `n` makes each send a distinct one. */
export const operationText = `query BenchMe($n: Int!) {
  me(n: $n) {
    apiClientId
    friendlyApiClientName
    scopes
    accessibleOrganizations { organizationId name offices { key name } }
  }
}`

/** The same as a document, for clients that take one. */
export const operationDocument: TypedDocumentNode<unknown, { n: number }> =
  // So that a bundler leaves it, and urql with it, out of the applications that send the text.
  /* @__PURE__ */ gql(operationText)

/** What the vendor answers to it. */
export const operationAnswer = JSON.stringify({
  data: {
    me: {
      __typename: 'ApiClient',
      apiClientId: 'bench@clients',
      friendlyApiClientName: 'Bench',
      scopes: ['read:cases', 'write:cases'],
      accessibleOrganizations: [
        {
          organizationId: '5a4f1c0e-0000-4000-8000-000000000001',
          name: 'Example Ltd',
          offices: [
            { key: 'office-1', name: 'Auckland' },
            { key: 'office-2', name: 'Sydney' },
          ],
        },
      ],
    },
  },
})
