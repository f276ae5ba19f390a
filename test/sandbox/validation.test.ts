// Every failure is data: concrete types and exact paths, and nothing changes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { aroha, caseMutation, harbour } from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'

let outsider: Outsider

beforeEach(async () => {
  outsider = await enter(await startSandbox({ listen: false }))
})
afterEach(closeSandboxes)

const selection = `__typename ... on ValidationErrors { errors { __typename message fieldPath
  ... on MinLengthValidationError { minLength } ... on MaxLengthValidationError { maxLength }
  ... on StringLengthValidationError { minLength maxLength } ... on RangeValidationError { minimum maximum } } }`

type Expected = Record<string, unknown> & { readonly __typename: string; readonly at: string }

/** Sends an input and compares all errors, in their order; `at` is the path with dots. */
async function expectErrors(
  field: string,
  inputType: string,
  input: Record<string, unknown>,
  expected: readonly Expected[],
  kind = 'mutation',
): Promise<void> {
  const query = `${kind} ($input: ${inputType}!) { ${field}(input: $input) { ${selection} } }`
  expect(await outsider.result(query, { input })).toEqual({
    __typename: 'ValidationErrors',
    errors: expected.map(({ __typename, at, ...limits }) => ({
      __typename: `${__typename}ValidationError`,
      fieldPath: at.split('.'),
      message: expect.stringMatching(/.\.$/),
      ...limits,
    })),
  })
}

const draft = { ...harbour, individuals: [aroha], initialState: 'DRAFT' }

describe('a new case', () => {
  const check = (changes: Record<string, unknown>, expected: readonly Expected[]) =>
    expectErrors(
      'createCaseForIndividuals',
      'CreateCaseForIndividualsInput',
      { ...draft, ...changes },
      expected,
    )

  it('needs an organization within reach', async () => {
    await check({ organizationId: 'org-other', officeId: undefined }, [
      { __typename: 'Unresolvable', at: 'organizationId' },
    ])
  })

  it('needs an office when the organization has any, and one of them', async () => {
    for (const officeId of [undefined, null, ' ']) {
      await check({ officeId }, [{ __typename: 'Required', at: 'officeId' }])
    }
    await check({ officeId: 'off-elsewhere' }, [{ __typename: 'Unresolvable', at: 'officeId' }])
    await check({ organizationId: 'org-tussock' }, [{ __typename: 'Unresolvable', at: 'officeId' }])
  })

  it('needs people', async () => {
    await check({ individuals: [] }, [{ __typename: 'MinLength', at: 'individuals', minLength: 1 }])
  })

  it('needs a case contact to be submitted', async () => {
    const individuals = [{ ...aroha, isCaseContact: false }]
    await check({ individuals, initialState: 'SUBMIT_TO_FIRST_AML' }, [
      { __typename: '', at: 'individuals' },
    ])
  })

  it('needs a way to reach a contact, a first or last name, and sound values', async () => {
    const person = { preferredName: { firstName: 'A' }, needsVerification: true }
    const individuals = [
      aroha,
      { ...person, isCaseContact: true },
      { ...person, preferredName: { middleName: 'M' } },
      { ...person, emailAddress: 'nobody', phoneNumber: 'call me', citizenship: 'nz' },
      { ...person, address: { countryCode: 'NZL' }, verificationType: { verificationTypeId: '9' } },
      { ...person, legalName: { firstName: '', lastName: null } },
    ]
    await check({ individuals }, [
      { __typename: 'Required', at: 'individuals.1.emailAddress' },
      { __typename: 'Required', at: 'individuals.2.preferredName.firstName' },
      { __typename: '', at: 'individuals.3.emailAddress' },
      { __typename: '', at: 'individuals.3.phoneNumber' },
      { __typename: '', at: 'individuals.3.citizenship' },
      { __typename: 'Unresolvable', at: 'individuals.4.verificationType.verificationTypeId' },
      { __typename: '', at: 'individuals.4.address.countryCode' },
      { __typename: 'Required', at: 'individuals.5.legalName.firstName' },
    ])
  })

  it('has limits for texts and amounts, and knows users and verification types', async () => {
    await check(
      {
        name: 'n'.repeat(251),
        reference: 'r'.repeat(251),
        transactionValue: -1,
        assignedUsers: ['usr-1001', 'usr-1002', 'usr-2001'],
        lead: { fullName: ' ', emailAddress: 'nobody' },
        individualVerificationType: { verificationTypeId: '13' },
      },
      [
        {
          __typename: 'Range',
          at: 'transactionValue',
          minimum: 0,
          maximum: 1_000_000_000_000,
        },
        { __typename: 'MaxLength', at: 'name', maxLength: 250 },
        { __typename: 'Required', at: 'lead.fullName' },
        { __typename: '', at: 'lead.emailAddress' },
        { __typename: '', at: 'assignedUsers.1' },
        { __typename: 'Unresolvable', at: 'assignedUsers.2' },
        { __typename: 'Unresolvable', at: 'individualVerificationType.verificationTypeId' },
        { __typename: 'MaxLength', at: 'reference', maxLength: 250 },
      ],
    )
  })

  it('is not made when anything is wrong', async () => {
    await check({ officeId: null }, [{ __typename: 'Required', at: 'officeId' }])
    const query =
      '{ searchCases(input: { searchTerm: "1017", sortField: UPDATED_ON, sortDirection: ASCENDING }) { ... on PageOfCasesMatchingSearch { cases { caseId } } } }'
    expect(await outsider.result(query)).toEqual({ cases: [] })
  })

  it('takes one root entity, whose facts are checked too', async () => {
    const entity = { tradingName: ' ', type: 'TRUST', registeredCountry: 'New Zealand' }
    const common = { ...draft, runVerificationChecks: 'ANY' }
    await expectErrors(
      'createCase',
      'CreateCaseInput',
      { ...common, rootEntity: entity, existingRootEntity: { entityId: '42' } },
      [
        { __typename: '', at: 'existingRootEntity' },
        { __typename: 'Required', at: 'rootEntity.tradingName' },
        { __typename: '', at: 'rootEntity.registeredCountry' },
        { __typename: 'Unresolvable', at: 'existingRootEntity.entityId' },
      ],
    )
    await expectErrors(
      'createCaseForEntities',
      'CreateCaseForEntitiesInput',
      { ...draft, entities: [] },
      [{ __typename: 'MinLength', at: 'entities', minLength: 1 }],
    )
    await expectErrors(
      'createCaseForEntities',
      'CreateCaseForEntitiesInput',
      { ...draft, entities: [{ ...entity, registeredCountry: 'NZ' }] },
      [{ __typename: 'Required', at: 'entities.0.tradingName' }],
    )
  })

  it('about a known entity needs one of the same organization, and cannot be submitted', async () => {
    const { individuals: _, ...known } = draft
    const create = (changes: Record<string, unknown>, expected: readonly Expected[]) =>
      expectErrors(
        'createCaseForExistingEntity',
        'CreateCaseForExistingEntityInput',
        { ...known, ...changes },
        expected,
      )
    await create({}, [{ __typename: 'Required', at: 'entityId' }])
    await create({ entityId: '300005' }, [{ __typename: 'Unresolvable', at: 'entityId' }])
    await create({ entityId: '300003', initialState: 'SUBMIT_TO_FIRST_AML' }, [
      { __typename: '', at: 'initialState' },
    ])
  })

  it('of the lite type needs both ways of contact', async () => {
    const individual = {
      preferredName: { lastName: 'L' },
      emailAddress: '',
      phoneNumber: '12',
    }
    await expectErrors(
      'createLiteCase',
      'CreateLiteCaseInput',
      { ...harbour, individual, initialState: 'DRAFT' },
      [
        { __typename: 'Required', at: 'individual.emailAddress' },
        { __typename: '', at: 'individual.phoneNumber' },
      ],
    )
  })
})

describe('ids that lead nowhere', () => {
  const nowhere: readonly [string, string, Record<string, unknown>, string][] = [
    ['addCaseNote', 'AddCaseNoteInput', { caseId: '9', note: 'x' }, 'caseId'],
    ['updateCaseReference', 'UpdateCaseReferenceInput', { caseId: '9' }, 'caseId'],
    ['escalateLiteCase', 'EscalateLiteCaseInput', { caseId: 9, initialState: 'DRAFT' }, 'caseId'],
    [
      'addIndividualsToCase',
      'AddIndividualsToCaseInput',
      { caseId: '', individuals: [] },
      'caseId',
    ],
    [
      'updateIndividual',
      'UpdateIndividualInput',
      { caseId: '1001', individualId: '200004', individual: {} },
      'individualId',
    ],
    [
      'addExceptionForCaseEntity',
      'AddExceptionForCaseEntityInput',
      { caseId: '1001', entityId: '300003', exceptionType: 'PERMANENT', reason: 'x' },
      'entityId',
    ],
    [
      'deleteExceptionForCaseIndividual',
      'DeleteExceptionForCaseIndividualInput',
      { caseId: '1001', individualId: '9' },
      'individualId',
    ],
    [
      'deleteIndividualDocument',
      'DeleteIndividualDocumentInput',
      { caseId: 1001, individualId: 200001, documentId: 400002 },
      'documentId',
    ],
    [
      'deleteIndividualDocumentFile',
      'DeleteIndividualDocumentFileInput',
      { caseId: 1001, individualId: 200001, documentId: 400001, fileId: 500003 },
      'fileId',
    ],
    ['deleteWebhookSubscription', 'DeleteWebhookInput', { id: 'hook-1' }, 'id'],
  ]
  it.each(nowhere)('are unresolvable in %s', async (field, inputType, input, at) => {
    await expectErrors(field, inputType, input, [{ __typename: 'Unresolvable', at }])
  })

  it('are unresolvable in caseDetails', async () => {
    const query = `{ caseDetails(caseId: "9") { ${selection} } }`
    expect(await outsider.result(query)).toEqual({
      __typename: 'ValidationErrors',
      errors: [
        {
          __typename: 'UnresolvableValidationError',
          message: 'caseId does not exist, or is out of reach.',
          fieldPath: ['caseId'],
        },
      ],
    })
  })
})

describe('notes, documents and subscriptions', () => {
  it('limit the length of a note at both ends', async () => {
    for (const note of ['', '  ', 'n'.repeat(10_001)]) {
      await expectErrors('addCaseNote', 'AddCaseNoteInput', { caseId: '1001', note }, [
        { __typename: 'StringLength', at: 'note', minLength: 1, maxLength: 10_000 },
      ])
    }
    const mutation = caseMutation('addCaseNote', 'AddCaseNoteInput', '__typename')
    const longest = await outsider.result(mutation, {
      input: { caseId: '1001', note: 'n'.repeat(10_000) },
    })
    expect(longest.__typename).toBe('CaseInformation')
  })

  it('check what a document says', async () => {
    const ofPerson = { caseId: 1001, individualId: 200001 }
    await expectErrors(
      'addIndividualDocument',
      'AddIndividualDocumentInput',
      {
        ...ofPerson,
        documentTitle: 't'.repeat(201),
        documentType: 'PASSPORT',
        countryCode: 'nz',
        fields: [
          { name: 'number', value: '1' },
          { name: '', value: '' },
        ],
      },
      [
        { __typename: 'MaxLength', at: 'documentTitle', maxLength: 200 },
        { __typename: '', at: 'countryCode' },
        { __typename: 'Required', at: 'fields.1.name' },
      ],
    )
    await expectErrors(
      'addIndividualDocumentFile',
      'AddIndividualDocumentFileInput',
      { ...ofPerson, documentId: 400001, fileTitle: '', fileExtension: '../pdf' },
      [
        { __typename: 'Required', at: 'fileTitle' },
        { __typename: '', at: 'fileExtension' },
      ],
    )
  })

  it('check what a subscription covers and where it delivers', async () => {
    await expectErrors(
      'createWebhookSubscription',
      'CreateWebhookInput',
      {
        endpoint: 'http://crm.example.test/hook',
        eventTypes: [],
        failureEmail: 'nobody',
        targets: [
          { organizationKey: 'org-harbour', officeKeys: ['off-wellington', 'off-9'] },
          { organizationKey: 'org-9' },
        ],
      },
      [
        { __typename: '', at: 'endpoint' },
        { __typename: 'MinLength', at: 'eventTypes', minLength: 1 },
        { __typename: '', at: 'failureEmail' },
        { __typename: 'Unresolvable', at: 'targets.0.officeKeys.1' },
        { __typename: 'Unresolvable', at: 'targets.1.organizationKey' },
      ],
    )
  })

  it.each([0, 101, -5])('refuse a page of %d cases', async (pageSize) => {
    await expectErrors(
      'searchCases',
      'SearchCasesInput',
      {
        pageSize,
        organizationId: 'org-9',
        sortField: 'UPDATED_ON',
        sortDirection: 'ASCENDING',
      },
      [
        { __typename: 'Range', at: 'pageSize', minimum: 1, maximum: 100 },
        { __typename: 'Unresolvable', at: 'organizationId' },
      ],
      'query',
    )
  })
})
