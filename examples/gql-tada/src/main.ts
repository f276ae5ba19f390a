// Finds cases. The types of the result and of the input come from the text of the query.
import { unwrap } from 'firstaml-client'
import { clientFromEnv } from 'firstaml-client/node'
import type { VariablesOf } from 'gql.tada'
import { graphql } from './graphql.js'

const findCases = graphql(`
  query FindCases($input: SearchCasesInput!) {
    searchCases(input: $input) {
      __typename
      ... on PageOfCasesMatchingSearch {
        hasNextPage
        cases {
          caseId
          caseStatus
          reference
        }
      }
      ... on ValidationErrors {
        errors {
          __typename
          message
          fieldPath
        }
      }
    }
  }
`)

const variables: VariablesOf<typeof findCases> = {
  input: { searchTerm: 'a', sortField: 'UPDATED_ON', sortDirection: 'DESCENDING' },
}

const client = clientFromEnv()
const { searchCases } = await client.request(findCases, variables)
const { cases, hasNextPage } = unwrap(searchCases)
process.stdout.write(`${cases?.length} cases${hasNextPage ? ', and more' : ''}\n`)
client.dispose()
