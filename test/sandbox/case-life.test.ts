import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import {
  aroha,
  caseDetails,
  caseMutation,
  createForIndividuals,
  harbour,
  statusMutation,
} from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startOfTest, startSandbox } from './support.js'

let sandbox: Sandbox
let outsider: Outsider

beforeEach(async () => {
  sandbox = await startSandbox({ listen: false })
  outsider = await enter(sandbox)
})
afterEach(closeSandboxes)

const now = (ms = 0) => new Date(startOfTest + ms).toISOString()

describe('a new case', () => {
  const input = { ...harbour, individuals: [aroha] }

  it('is a draft until it is submitted', async () => {
    const created = await outsider.result(createForIndividuals, {
      input: { ...input, initialState: 'DRAFT' },
    })
    expect(created).toMatchObject({
      __typename: 'CaseInformation',
      caseId: '1017',
      caseType: 'STANDARD',
      caseStatus: 'DRAFT',
      name: 'Aroha Client',
      reference: null,
      createdOn: now(),
      office: { key: 'off-wellington' },
    })
    sandbox.advanceTime(1_000)
    const submitted = await outsider.result(statusMutation('submitCase'), { caseId: '1017' })
    expect(submitted).toMatchObject({
      caseStatus: 'IN_PROGRESS',
      createdOn: now(),
      timeReceived: now(1_000),
      lastUpdatedOn: now(1_000),
    })
    expect(await outsider.result(caseDetails(), { caseId: '1017' })).toEqual(submitted)
  })

  it('is in progress at once when it is submitted with its creation', async () => {
    const created = await outsider.result(createForIndividuals, {
      input: { ...input, initialState: 'SUBMIT_TO_FIRST_AML' },
    })
    expect(created.caseStatus).toBe('IN_PROGRESS')
  })

  it('is made again when the same input comes again', async () => {
    const given = { input: { ...input, reference: 'CRM-7', initialState: 'DRAFT' } }
    const one = await outsider.result(createForIndividuals, given)
    const two = await outsider.result(createForIndividuals, given)
    expect([one.caseId, one.reference]).toEqual(['1017', 'CRM-7'])
    expect([two.caseId, two.reference]).toEqual(['1018', 'CRM-7'])
  })

  it('takes its name from all its people, or as given', async () => {
    const ben = { ...aroha, preferredName: { firstName: 'Ben', middleName: 'J', lastName: 'Roe' } }
    const individuals = [aroha, ben]
    const draft = { ...input, individuals, initialState: 'DRAFT' }
    const named = { input: { ...draft, name: 'Matter 7' } }
    const unnamed = await outsider.result(createForIndividuals, { input: draft })
    expect(unnamed.name).toBe('Aroha Client, Ben J Roe')
    expect((await outsider.result(createForIndividuals, named)).name).toBe('Matter 7')
  })

  it('keeps all that the input says', async () => {
    const selection = `__typename ... on CaseInformation {
      amlProfile { capturedActivity cddLevel nature purpose riskAssessment transactionValue }
      caseDetails { caseLead { fullName emailAddress } caseRequestor { fullName emailAddress } }
      assignedUsers { id } individualVerificationType { verificationTypeId } notes
      individuals { isCaseContact requiresCDD dateOfBirth citizenship { CCA2 } emailAddress phoneNumber
        standardizedPhoneNumber notes preferredName { firstName fullName } legalName { middleName fullName }
        address { address1 city country { CCA2 } } individualVerificationType { verificationTypeId } }
      entities { entityType legalName identifier registeredCountry { CCA2 } }
      entityStructure { entityRelationships { __typename ... on RootEntityRelationship { entityId } } } }`
    const profile = {
      capturedActivity: 'Conveyancing',
      cddLevel: 'ENHANCED',
      nature: 'Occasional',
      purpose: 'Purchase',
      riskAssessment: 'HIGH',
      transactionValue: 12.5,
    }
    const lead = { fullName: 'Lee Lead', emailAddress: 'lee@firm.test' }
    const person = {
      preferredName: { firstName: 'Aroha', lastName: 'Client' },
      legalName: { firstName: 'Aroha', middleName: 'May', lastName: 'Client' },
      dateOfBirth: '1990-01-02',
      citizenship: 'NZ',
      phoneNumber: '021 123 456',
      notes: 'Call first.',
      address: { address1: '2 Quay', city: 'Napier', countryCode: 'NZ' },
      isCaseContact: null,
      needsVerification: false,
      verificationType: { verificationTypeId: '12' },
    }
    const mutation = caseMutation('createCase', 'CreateCaseInput', selection)
    const created = await outsider.result(mutation, {
      input: {
        ...harbour,
        ...profile,
        lead,
        notes: 'Urgent.',
        assignedUsers: ['usr-1001'],
        individualVerificationType: { verificationTypeId: '11' },
        initialState: 'DRAFT',
        runVerificationChecks: 'ANY',
        individuals: [person],
        rootEntity: {
          tradingName: 'Client Limited',
          type: 'PRIVATE_COMPANY',
          identifier: '42',
          registeredCountry: 'NZ',
        },
      },
    })
    expect(created).toEqual({
      __typename: 'CaseInformation',
      amlProfile: profile,
      caseDetails: { caseLead: lead, caseRequestor: null },
      assignedUsers: [{ id: 'usr-1001' }],
      individualVerificationType: { verificationTypeId: 11 },
      notes: 'Urgent.',
      individuals: [
        {
          isCaseContact: false,
          requiresCDD: false,
          dateOfBirth: '1990-01-02',
          citizenship: { CCA2: 'NZ' },
          emailAddress: null,
          phoneNumber: '021 123 456',
          standardizedPhoneNumber: '+6421123456',
          notes: 'Call first.',
          preferredName: { firstName: 'Aroha', fullName: 'Aroha Client' },
          legalName: { middleName: 'May', fullName: 'Aroha May Client' },
          address: { address1: '2 Quay', city: 'Napier', country: { CCA2: 'NZ' } },
          individualVerificationType: { verificationTypeId: 12 },
        },
      ],
      entities: [
        {
          entityType: 'PRIVATE_COMPANY',
          legalName: 'Client Limited',
          identifier: '42',
          registeredCountry: { CCA2: 'NZ' },
        },
      ],
      entityStructure: {
        entityRelationships: [{ __typename: 'RootEntityRelationship', entityId: '300006' }],
      },
    })
  })

  it('can be about an entity of an earlier case, which keeps its id', async () => {
    const mutation = caseMutation('createCaseForExistingEntity', 'CreateCaseForExistingEntityInput')
    const created = await outsider.result(mutation, {
      input: { ...harbour, entityId: '300003', initialState: 'DRAFT' },
    })
    expect(created).toMatchObject({
      name: 'Kauri Example Limited',
      entities: [{ entityId: '300003', legalName: 'Kauri Example Limited' }],
      individuals: [],
    })
  })

  it('of the lite type has one individual, contact and to be verified', async () => {
    const selection =
      '__typename ... on CaseInformation { caseType individuals { isCaseContact requiresCDD } }'
    const mutation = caseMutation('createLiteCase', 'CreateLiteCaseInput', selection)
    const { preferredName, emailAddress } = aroha
    const individual = { preferredName, emailAddress, phoneNumber: '+64 21 123 456' }
    const created = await outsider.result(mutation, {
      input: { ...harbour, individual, initialState: 'SUBMIT_TO_FIRST_AML' },
    })
    expect(created).toMatchObject({
      caseType: 'LITE',
      individuals: [{ isCaseContact: true, requiresCDD: true }],
    })
  })
})

describe('the statuses', () => {
  const all = [
    ...(['DRAFT', 'IN_PROGRESS', 'READY_FOR_REVIEW', 'COMPLETED'] as const),
    ...(['ABANDONED', 'DELETED', 'DORMANT', 'ON_HOLD'] as const),
  ]
  it.each([
    ['submitCase', 'DRAFT', 'IN_PROGRESS'],
    ['completeCase', 'READY_FOR_REVIEW', 'COMPLETED'],
    ['reworkCase', 'COMPLETED', 'IN_PROGRESS'],
  ])('%s leads from %s, and from there only, to %s', async (field, from, to) => {
    for (const status of all) {
      sandbox.world.setCaseStatus('1002', status)
      const answer = await outsider.result(statusMutation(field), { caseId: '1002' })
      const after = await outsider.result(caseDetails(), { caseId: '1002' })
      if (status === from) {
        expect(answer.caseStatus).toBe(to)
        expect(after.caseStatus).toBe(to)
      } else {
        expect(answer).toEqual({
          __typename: 'ValidationErrors',
          errors: [
            {
              __typename: 'ValidationError',
              message: `The case is ${status}; it must be ${from}.`,
              fieldPath: ['caseId'],
            },
          ],
        })
        expect(after.caseStatus).toBe(status)
      }
    }
  })

  it('do not let a draft without a case contact be submitted', async () => {
    const answer = await outsider.result(statusMutation('submitCase'), { caseId: '1003' })
    expect(answer.errors).toMatchObject([{ __typename: 'ValidationError', fieldPath: ['caseId'] }])
  })

  it('let a lite case be escalated into a new standard one, when ready or abandoned', async () => {
    const escalate = caseMutation('escalateLiteCase', 'EscalateLiteCaseInput')
    for (const status of all) {
      sandbox.world.setCaseStatus('1008', status)
      const answer = await outsider.result(escalate, {
        input: { caseId: 1008, initialState: 'SUBMIT_TO_FIRST_AML' },
      })
      if (status === 'READY_FOR_REVIEW' || status === 'ABANDONED') {
        expect(answer).toMatchObject({
          caseType: 'STANDARD',
          caseStatus: 'IN_PROGRESS',
          name: 'Hemi Example',
          reference: 'CRM-1008',
        })
        expect(answer.caseId).not.toBe('1008')
        expect(answer.individuals).not.toEqual([{ individualId: '200010' }])
      } else expect(answer.__typename).toBe('ValidationErrors')
    }
    expect(await outsider.result(caseDetails(), { caseId: '1008' })).toMatchObject({
      caseType: 'LITE',
    })
  })

  it('let an escalated person start with documents and checks of their own', async () => {
    const add =
      'mutation ($input: AddIndividualDocumentInput!) { addIndividualDocument(input: $input) { __typename } }'
    const document = { documentTitle: 'T', documentType: 'PASSPORT', countryCode: 'NZ', fields: [] }
    await outsider.result(add, { input: { caseId: 1008, individualId: 200010, ...document } })
    const selection =
      '__typename ... on CaseInformation { individuals { documents { documentId } latestVerificationReport { generatedOn } } }'
    const text = caseMutation('escalateLiteCase', 'EscalateLiteCaseInput', selection)
    const given = { input: { caseId: 1008, initialState: 'DRAFT' } }
    expect((await outsider.result(text, given)).individuals).toEqual([
      { documents: [], latestVerificationReport: null },
    ])
  })

  it('let no standard case be escalated', async () => {
    const escalate = caseMutation('escalateLiteCase', 'EscalateLiteCaseInput')
    const standard = await outsider.result(escalate, {
      input: { caseId: 1005, initialState: 'DRAFT' },
    })
    expect(standard.errors).toMatchObject([{ message: 'The case is no lite case.' }])
  })
})

describe('reference and notes', () => {
  const update = caseMutation('updateCaseReference', 'UpdateCaseReferenceInput')

  it('sets a reference, lets two cases have the same, and clears it by null', async () => {
    for (const caseId of ['1002', '1003']) {
      const changed = await outsider.result(update, { input: { caseId, reference: 'SAME' } })
      expect(changed.reference).toBe('SAME')
    }
    await outsider.result(update, { input: { caseId: '1002', reference: null } })
    const [one, two] = [
      await outsider.result(caseDetails(), { caseId: '1002' }),
      await outsider.result(caseDetails(), { caseId: '1003' }),
    ]
    expect([one.reference, two.reference]).toEqual([null, 'SAME'])
  })

  it('adds each note below the others and moves the time of the last change', async () => {
    const add = caseMutation('addCaseNote', 'AddCaseNoteInput')
    sandbox.advanceTime(60_000)
    await outsider.result(add, { input: { caseId: '1006', note: 'Called.' } })
    const twice = await outsider.result(add, { input: { caseId: '1006', note: 'Called.' } })
    expect(twice.notes).toBe('Signed off.\nCalled.\nCalled.')
    expect(twice.lastUpdatedOn).toBe(now(60_000))
  })

  it('cannot be changed on a case that is deleted', async () => {
    const answer = await outsider.result(update, { input: { caseId: '1011', reference: 'X' } })
    expect(answer.errors).toMatchObject([{ __typename: 'ValidationError', fieldPath: ['caseId'] }])
  })
})
