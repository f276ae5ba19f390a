/**
 * The two operations behind `client.cases`, as text.
 *
 * They are `SearchCases` and `NextPageOfCases` of `firstaml-client/operations`, and a test holds them
 * to it. Written out, since what the client itself imports is in every application's bundle: two
 * generated documents are 9 kB of it, this text is one.
 */
import { validationErrorsText } from '../results/validation-errors-text.js'

const page =
  '{__typename ...on PageOfCasesMatchingSearch{...CasePage}...ValidationErrors}}fragment CaseHead on CaseInformation{caseId caseStatus caseType reference lastUpdatedOn}fragment CasePage on PageOfCasesMatchingSearch{hasNextPage nextCursor cases{...CaseHead name}}'

const pageOf = (operation: string, field: string) =>
  `query ${operation}($input:${operation}Input!){${field}(input:$input)${page}${validationErrorsText}`

export const searchCasesText = pageOf('SearchCases', 'searchCases')
export const nextPageOfCasesText = pageOf('NextPageOfCases', 'nextPageOfCases')
