import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { aroha, caseDetails, caseMutation } from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startOfTest, startSandbox } from './support.js'

let sandbox: Sandbox
let outsider: Outsider

beforeEach(async () => {
  sandbox = await startSandbox({ listen: false })
  outsider = await enter(sandbox)
})
afterEach(closeSandboxes)

const person = `individualId emailAddress phoneNumber notes dateOfBirth isCaseContact requiresCDD
  preferredName { fullName } legalName { fullName } citizenship { CCA2 } address { city postCode }`
const people = `__typename ... on CaseInformation { individuals { ${person} } }`

describe('people', () => {
  const update = caseMutation('updateIndividual', 'UpdateIndividualInput', people)
  const change = (individual: Record<string, unknown>, caseId = '1002', individualId = '200004') =>
    outsider.result(update, { input: { caseId, individualId, individual } })
  const before = {
    individualId: '200004',
    emailAddress: 'ben@client-example.test',
    phoneNumber: '021 000 000',
    notes: null,
    dateOfBirth: '1988-04-17',
    isCaseContact: true,
    requiresCDD: true,
    preferredName: { fullName: 'Ben Example' },
    legalName: { fullName: 'Ben Rowan Example' },
    citizenship: { CCA2: 'NZ' },
    address: { city: 'Wellington', postCode: '6011' },
  }

  it('keep what an update leaves out', async () => {
    expect((await change({})).individuals).toEqual([before])
    const changes = { notes: 'Moved.', address: { city: 'Napier' }, needsVerification: false }
    expect((await change(changes)).individuals).toEqual([
      {
        ...before,
        notes: 'Moved.',
        address: { city: 'Napier', postCode: null },
        requiresCDD: false,
      },
    ])
  })

  it('lose what an update sets to null', async () => {
    const changes = { phoneNumber: null, dateOfBirth: null, citizenship: null, legalName: null }
    expect((await change(changes)).individuals).toEqual([
      { ...before, phoneNumber: null, dateOfBirth: null, citizenship: null },
    ])
  })

  it('must stay reachable as contacts', async () => {
    expect(await change({ phoneNumber: null, emailAddress: null })).toMatchObject({
      errors: [
        { __typename: 'RequiredValidationError', fieldPath: ['individual', 'emailAddress'] },
      ],
    })
    const details = await outsider.result(caseDetails(people), { caseId: '1002' })
    expect(details.individuals).toEqual([before])
    expect(await change({ isCaseContact: false }, '1008', '200010')).toMatchObject({
      errors: [{ __typename: 'ValidationError', fieldPath: ['individual', 'isCaseContact'] }],
    })
  })

  it('are added with ids of their own, to cases that are open and not lite', async () => {
    const add = caseMutation('addIndividualsToCase', 'AddIndividualsToCaseInput', people)
    const more = (caseId: string) =>
      outsider.result(add, { input: { caseId, individuals: [aroha, aroha] } })
    expect((await more('1002')).individuals).toMatchObject([
      { individualId: '200004' },
      { individualId: '200019', emailAddress: 'aroha@client.test' },
      { individualId: '200020' },
    ])
    for (const caseId of ['1006', '1008', '1009', '1011']) {
      expect((await more(caseId)).errors).toMatchObject([{ fieldPath: ['caseId'] }])
    }
  })
})

describe.each([
  ['CaseIndividual', 'individualId', 'individuals', '200006'],
  ['CaseEntity', 'entityId', 'entities', '300003'],
])('exceptions for a %s', (kind, idName, list, id) => {
  const exception =
    '{ exceptionType reason isResolved resolvedByName addedByDisplayName createdOn updatedOn hasSupportingDocuments }'
  const selection = `__typename ... on CaseInformation { ${list} { exception ${exception} } }`
  const run = (verb: string, more: Record<string, unknown> = {}) => {
    const text = caseMutation(
      `${verb}ExceptionFor${kind}`,
      `${verb[0]?.toUpperCase()}${verb.slice(1)}ExceptionFor${kind}Input`,
      selection,
    )
    return outsider.result(text, { input: { caseId: '1004', [idName]: id, ...more } })
  }
  const shown = (more: Record<string, unknown>) => ({
    [list]: [
      {
        exception: {
          exceptionType: 'TEMPORARY',
          reason: 'Known.',
          isResolved: false,
          resolvedByName: null,
          addedByDisplayName: 'Sandbox integration',
          createdOn: new Date(startOfTest).toISOString(),
          updatedOn: new Date(startOfTest).toISOString(),
          hasSupportingDocuments: false,
          ...more,
        },
      },
    ],
  })

  it('are added, changed, resolved and taken away', async () => {
    const added = await run('add', { exceptionType: 'TEMPORARY', reason: 'Known.' })
    expect(added).toMatchObject(shown({}))
    sandbox.advanceTime(1)
    const updatedOn = new Date(startOfTest + 1).toISOString()
    const changed = await run('update', { reason: 'Still.' })
    expect(changed).toMatchObject(shown({ reason: 'Still.', updatedOn }))
    const resolved = await run('update', { reason: 'Over.', isResolved: true })
    expect(resolved).toMatchObject(
      shown({
        reason: 'Over.',
        isResolved: true,
        resolvedByName: 'Sandbox integration',
        updatedOn,
      }),
    )
    expect(await run('delete')).toMatchObject({ [list]: [{ exception: null }] })
  })

  it('that are permanent cannot be resolved', async () => {
    await run('add', { exceptionType: 'PERMANENT', reason: 'Known.' })
    const update = await run('update', { reason: 'Known.', isResolved: true })
    expect(update).toMatchObject(shown({ exceptionType: 'PERMANENT' }))
  })

  it('exist once at the most, and want a reason', async () => {
    const refused = { errors: [{ __typename: 'ValidationError', fieldPath: [idName] }] }
    expect(await run('update', { reason: 'x' })).toMatchObject(refused)
    expect(await run('delete')).toMatchObject(refused)
    const blank = await run('add', { exceptionType: 'PERMANENT', reason: ' ' })
    expect(blank).toMatchObject({
      errors: [{ __typename: 'RequiredValidationError', fieldPath: ['reason'] }],
    })
    await run('add', { exceptionType: 'PERMANENT', reason: 'Known.' })
    const again = await run('add', { exceptionType: 'PERMANENT', reason: 'Known.' })
    expect(again).toMatchObject(refused)
  })
})

it('shows structure and risk of the richest case', async () => {
  const text = caseDetails(`... on CaseInformation {
    entityStructure {
      entityRelationships { __typename ... on RootEntityRelationship { entityId } ... on ShareholdingEntityRelationship { entityId parentEntityId percentShareholding beneficiallyHeld } ... on ControllingEntityRelationship { entityId parentEntityId } }
      individualEntityRelationships { __typename ... on ShareholdingIndividualEntityRelationship { individualId entityId percentShareholding } ... on ControllingIndividualEntityRelationship { individualId entityId controllingRelationshipType } } }
    riskAssessmentSubmission { totalScore answers { __typename question notApplicable ... on YesNoRiskSubmissionAnswer { answer score } ... on OptionsRiskSubmissionAnswer { selectedOptions } ... on TextRiskSubmissionAnswer { text } } } }`)
  expect(await outsider.result(text, { caseId: '1001' })).toMatchObject({
    entityStructure: {
      entityRelationships: [
        { __typename: 'RootEntityRelationship', entityId: '300001' },
        {
          __typename: 'ShareholdingEntityRelationship',
          entityId: '300002',
          parentEntityId: '300001',
          percentShareholding: 60,
          beneficiallyHeld: true,
        },
        {
          __typename: 'ControllingEntityRelationship',
          entityId: '300002',
          parentEntityId: '300001',
        },
      ],
      individualEntityRelationships: [
        {
          __typename: 'ShareholdingIndividualEntityRelationship',
          individualId: '200001',
          entityId: '300001',
          percentShareholding: 40,
        },
        {
          __typename: 'ControllingIndividualEntityRelationship',
          individualId: '200002',
          entityId: '300001',
          controllingRelationshipType: 'DIRECTOR',
        },
        {
          __typename: 'ControllingIndividualEntityRelationship',
          individualId: '200003',
          entityId: '300002',
          controllingRelationshipType: 'TRUSTEE',
        },
      ],
    },
    riskAssessmentSubmission: {
      totalScore: 5,
      answers: [
        { __typename: 'YesNoRiskSubmissionAnswer', notApplicable: false, answer: 'NO', score: 0 },
        {
          __typename: 'OptionsRiskSubmissionAnswer',
          selectedOptions: ['Salary', 'Sale of property'],
        },
        { __typename: 'TextRiskSubmissionAnswer', text: 'A purchase.' },
      ],
    },
  })
})
