import type { introspection, Scalars } from 'firstaml-client/gql-tada'
import { initGraphQLTada } from 'gql.tada'

const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>()

/** What the CRM keeps of a case, and no more. */
export const caseForCrm = graphql(`
  query CaseForCrm($caseId: String!) {
    caseDetails(caseId: $caseId) {
      __typename
      ... on CaseInformation {
        caseId
        name
        reference
        caseType
        caseStatus
        lastUpdatedOn
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
