// Operations that the tests of this folder share, as texts.
const errors = '... on ValidationErrors { errors { __typename message fieldPath } }'

/** What a case mutation is asked for. */
const caseFields =
  '__typename ... on CaseInformation { caseId caseType caseStatus name reference notes createdOn timeReceived lastUpdatedOn office { key } individuals { individualId } entities { entityId legalName } }'

/** The text of a query or mutation whose one argument is `input`, giving a case. */
export function caseMutation(field: string, inputType: string, selection = caseFields): string {
  return `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} ${errors} } }`
}

/** The same for those that take a `caseId`. */
export function statusMutation(field: string): string {
  return `mutation ($caseId: String!) { ${field}(caseId: $caseId) { ${caseFields} ${errors} } }`
}

export const caseDetails = (selection: string = caseFields) =>
  `query ($caseId: String!) { caseDetails(caseId: $caseId) { ${selection} ${errors} } }`

export const createForIndividuals = caseMutation(
  'createCaseForIndividuals',
  'CreateCaseForIndividualsInput',
)

export const aroha = {
  preferredName: { firstName: 'Aroha', lastName: 'Client' },
  emailAddress: 'aroha@client.test',
  isCaseContact: true,
  needsVerification: true,
}

export const harbour = { organizationId: 'org-harbour', officeId: 'off-wellington' }
