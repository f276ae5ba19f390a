// An outsider's story: somebody who has read the vendor's documentation, over HTTP, from the token
// to a signed-off case with its papers.
import { afterEach, expect, it } from 'vitest'
import { closeSandboxes, isRecord, readObject, startOfTest, startSandbox } from './support.js'

afterEach(closeSandboxes)

it('goes from a token to a completed case with its passport and its PDF', async () => {
  const sandbox = await startSandbox()
  const userAgent = { 'user-agent': 'acme-crm/1.2' }
  const json = { ...userAgent, 'content-type': 'application/json' }

  // The token.
  const tokenResponse = await fetch(sandbox.tokenUrl, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      grant_type: 'client_credentials',
      audience: 'https://api.firstaml.com',
      client_id: sandbox.credentials.clientId,
      client_secret: sandbox.credentials.clientSecret,
    }),
  })
  const authorization = `Bearer ${(await readObject(tokenResponse)).access_token}`
  const ask = async (query: string, variables = {}): Promise<Record<string, unknown>> => {
    const response = await fetch(sandbox.graphqlUrl, {
      method: 'POST',
      headers: { ...json, authorization },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = await readObject(response)
    expect(errors).toBeUndefined()
    const [result] = isRecord(data) ? Object.values(data) : []
    if (!isRecord(result)) throw new Error('no result')
    return result
  }

  // Who am I, and where may I open a case?
  const me = await ask('{ me { accessibleOrganizations { organizationId offices { key } } } }')
  expect(me.accessibleOrganizations).toMatchObject([
    { organizationId: 'org-harbour', offices: [{ key: 'off-wellington' }, {}] },
    { organizationId: 'org-tussock', offices: [] },
  ])

  // A draft. The first attempt forgets the office.
  const create =
    'mutation ($input: CreateCaseForIndividualsInput!) { createCaseForIndividuals(input: $input) { __typename ... on CaseInformation { caseId caseStatus name individuals { individualId } } ... on ValidationErrors { errors { __typename fieldPath } } } }'
  const input = {
    organizationId: 'org-harbour',
    reference: 'CRM-4711',
    initialState: 'DRAFT',
    individuals: [
      {
        preferredName: { firstName: 'Wiremu', lastName: 'Story' },
        emailAddress: 'wiremu@story.test',
        isCaseContact: true,
        needsVerification: true,
      },
    ],
  }
  expect(await ask(create, { input })).toEqual({
    __typename: 'ValidationErrors',
    errors: [{ __typename: 'RequiredValidationError', fieldPath: ['officeId'] }],
  })
  const draft = await ask(create, { input: { ...input, officeId: 'off-auckland' } })
  expect(draft).toEqual({
    __typename: 'CaseInformation',
    caseId: '1017',
    caseStatus: 'DRAFT',
    name: 'Wiremu Story',
    individuals: [{ individualId: '200019' }],
  })
  const caseId = '1017'

  // His passport, uploaded in three steps.
  const document = await ask(
    'mutation ($input: AddIndividualDocumentInput!) { addIndividualDocument(input: $input) { ... on IndividualDocumentInformation { documentId } } }',
    {
      input: {
        caseId: 1017,
        individualId: 200019,
        documentTitle: 'Passport',
        documentType: 'PASSPORT',
        countryCode: 'NZ',
        fields: [],
      },
    },
  )
  const { uploadUrl } = await ask(
    'mutation ($input: AddIndividualDocumentFileInput!) { addIndividualDocumentFile(input: $input) { ... on AddIndividualDocumentFileResult { uploadUrl } } }',
    {
      input: {
        caseId: 1017,
        individualId: 200019,
        documentId: Number(document.documentId),
        fileTitle: 'Photo page',
        fileExtension: '.jpg',
      },
    },
  )
  const photo = new Uint8Array(100_000).map((_, index) => (index * 7) % 256)
  const upload = await fetch(String(uploadUrl), {
    method: 'POST',
    headers: { ...userAgent, authorization, 'content-type': 'application/octet-stream' },
    body: photo,
  })
  expect(upload.ok).toBe(true)

  // Handed over; the checks take their time.
  const status =
    'mutation ($caseId: String!) { status: FIELD(caseId: $caseId) { __typename ... on CaseInformation { caseStatus } } }'
  const change = (field: string) => ask(status.replace('FIELD', field), { caseId })
  expect(await change('completeCase')).toEqual({ __typename: 'ValidationErrors' })
  expect(await change('submitCase')).toMatchObject({ caseStatus: 'IN_PROGRESS' })
  const details =
    'query ($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { caseStatus individuals { individualVerificationChecksStatus { overall } latestVerificationReport { fullName } urls { verification { __typename } } documents { files { contentsUrl } } } pdfs { status url } } } }'
  expect(await ask(details, { caseId })).toMatchObject({
    caseStatus: 'IN_PROGRESS',
    individuals: [
      {
        individualVerificationChecksStatus: { overall: 'IN_PROGRESS' },
        latestVerificationReport: null,
        urls: { verification: { __typename: 'ValidUrl' } },
      },
    ],
  })
  sandbox.advanceTime(10 * 60_000)
  const contentsUrl = `${sandbox.url}/files/500006`
  expect(await ask(details, { caseId })).toEqual({
    caseStatus: 'READY_FOR_REVIEW',
    individuals: [
      {
        individualVerificationChecksStatus: { overall: 'PASS' },
        latestVerificationReport: { fullName: 'PASS' },
        urls: { verification: { __typename: 'InvalidUrl' } },
        documents: [{ files: [{ contentsUrl }] }],
      },
    ],
    pdfs: [],
  })

  // What has changed since? The sixteen cases of the start are older, but for two in progress.
  const search =
    'query ($input: SearchCasesInput!) { searchCases(input: $input) { ... on PageOfCasesMatchingSearch { hasNextPage cases { caseId } } } }'
  const found = await ask(search, {
    input: {
      updatedAfter: new Date(startOfTest).toISOString(),
      searchTerm: 'crm-47',
      sortField: 'UPDATED_ON',
      sortDirection: 'DESCENDING',
    },
  })
  expect(found).toEqual({ hasNextPage: false, cases: [{ caseId }] })

  // Signed off, with a PDF.
  expect(await change('completeCase')).toMatchObject({ caseStatus: 'COMPLETED' })
  await ask('mutation { createCasePdf(input: { caseId: 1017 }) { status } }')
  expect(await ask(details, { caseId })).toMatchObject({
    pdfs: [{ status: 'PROCESSING', url: null }],
  })
  sandbox.advanceTime(60_000)
  const { pdfs } = await ask(details, { caseId })
  expect(pdfs).toEqual([{ status: 'COMPLETED', url: `${sandbox.url}/pdfs/600004` }])

  // Both downloads. Node's fetch follows to the storage and leaves the token behind.
  const download = (url: string) => fetch(url, { headers: { ...userAgent, authorization } })
  const jpeg = await download(contentsUrl)
  expect(new URL(jpeg.url).origin).toBe(sandbox.storageUrl)
  expect(new Uint8Array(await jpeg.arrayBuffer())).toEqual(photo)
  const pdf = await download(`${sandbox.url}/pdfs/600004`)
  expect(await pdf.text()).toMatch(/^%PDF-[\s\S]*\(Status: COMPLETED\)/)

  expect(sandbox.requests.filter(({ status: code }) => code >= 400)).toEqual([])
  expect(sandbox.requestCounts).toMatchObject({ token: 1, upload: 1, file: 2, storage: 2 })
}, 20_000)
