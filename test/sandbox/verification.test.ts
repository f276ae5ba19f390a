import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox, WorldEvent } from '../../src/sandbox/index.js'
import { aroha, caseDetails, caseMutation, harbour, statusMutation } from './operations.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startOfTest, startSandbox } from './support.js'

let sandbox: Sandbox
let outsider: Outsider
let events: WorldEvent[]

beforeEach(async () => {
  sandbox = await startSandbox({ listen: false, cases: 0 })
  outsider = await enter(sandbox)
  events = []
  sandbox.world.onEvent((event) => events.push(event))
})
afterEach(closeSandboxes)

const minute = 60_000
const at = (ms: number) => new Date(startOfTest + ms).toISOString()

const checks = `caseStatus lastUpdatedOn
  individuals { individualVerificationChecksStatus { overall pep dateVerified } latestVerificationReport { generatedOn fullName dateOfBrith biometric sanctions } }
  entities { verificationCheckStatus { overall sanctions } latestVerificationReport { generatedOn sanctions } }`

async function create(initialState = 'SUBMIT_TO_FIRST_AML'): Promise<void> {
  const mutation = caseMutation('createCaseForEntities', 'CreateCaseForEntitiesInput')
  const bystander = { preferredName: { firstName: 'B' }, needsVerification: false }
  const created = await outsider.result(mutation, {
    input: {
      ...harbour,
      initialState,
      individuals: [aroha, bystander],
      entities: [{ tradingName: 'Client Limited', type: 'PRIVATE_COMPANY' }],
    },
  })
  expect(created.caseId).toBe('1001')
}

const look = () =>
  outsider.result(caseDetails(`... on CaseInformation { ${checks} }`), { caseId: '1001' })
const status = async () => (await look()).caseStatus

const running = {
  individualVerificationChecksStatus: {
    overall: 'IN_PROGRESS',
    pep: 'IN_PROGRESS',
    dateVerified: null,
  },
  latestVerificationReport: null,
}
const notNeeded = {
  individualVerificationChecksStatus: {
    overall: 'NOT_NEEDED',
    pep: 'NOT_NEEDED',
    dateVerified: null,
  },
  latestVerificationReport: null,
}
const entityPassed = {
  verificationCheckStatus: { overall: 'PASS', sanctions: 'NO_MATCH' },
  latestVerificationReport: { generatedOn: at(2 * minute), sanctions: 'NO_MATCH' },
}

describe('the timeline', () => {
  it('has checks in progress before and after submission, and nothing in a draft moves', async () => {
    await create('DRAFT')
    sandbox.advanceTime(60 * minute)
    expect(await look()).toMatchObject({
      caseStatus: 'DRAFT',
      individuals: [running, notNeeded],
      entities: [
        {
          verificationCheckStatus: { overall: 'IN_PROGRESS', sanctions: 'IN_PROGRESS' },
          latestVerificationReport: null,
        },
      ],
    })
    expect(events.map(({ type }) => type)).toEqual(['CaseCreated'])
  })

  it('passes entities after two minutes, people after five, and is ready one later', async () => {
    await create()
    sandbox.advanceTime(2 * minute - 1)
    expect((await look()).entities).toMatchObject([{ latestVerificationReport: null }])
    sandbox.advanceTime(1)
    expect(await look()).toMatchObject({
      lastUpdatedOn: at(2 * minute),
      individuals: [running, notNeeded],
      entities: [entityPassed],
    })
    sandbox.advanceTime(3 * minute - 1)
    expect((await look()).individuals).toEqual([running, notNeeded])
    sandbox.advanceTime(1)
    expect(await look()).toEqual({
      caseStatus: 'IN_PROGRESS',
      lastUpdatedOn: at(5 * minute),
      individuals: [
        {
          individualVerificationChecksStatus: {
            overall: 'PASS',
            pep: 'NO_MATCH',
            dateVerified: at(5 * minute),
          },
          latestVerificationReport: {
            generatedOn: at(5 * minute),
            fullName: 'PASS',
            dateOfBrith: 'PASS',
            biometric: 'CLEAR',
            sanctions: 'NO_MATCH',
          },
        },
        notNeeded,
      ],
      entities: [entityPassed],
    })
    sandbox.advanceTime(minute - 1)
    expect(await status()).toBe('IN_PROGRESS')
    sandbox.advanceTime(1)
    expect(await look()).toMatchObject({
      caseStatus: 'READY_FOR_REVIEW',
      lastUpdatedOn: at(6 * minute),
    })
  })

  it('leaves the same behind when a day passes at once, event by event at its own time', async () => {
    await create()
    sandbox.advanceTime(24 * 60 * minute)
    const common = { caseId: '1001', organizationId: 'org-harbour', officeKey: 'off-wellington' }
    expect(events).toEqual([
      { ...common, type: 'CaseCreated', occurredAt: startOfTest },
      {
        ...common,
        type: 'VerificationReportGenerated',
        individualId: null,
        entityId: '300001',
        occurredAt: startOfTest + 2 * minute,
      },
      {
        ...common,
        type: 'VerificationReportGenerated',
        individualId: '200001',
        entityId: null,
        occurredAt: startOfTest + 5 * minute,
      },
      {
        ...common,
        type: 'CaseStatusUpdated',
        caseStatus: 'READY_FOR_REVIEW',
        occurredAt: startOfTest + 6 * minute,
      },
    ])
    // The token has ended with the day.
    outsider = await enter(sandbox)
    expect((await look()).lastUpdatedOn).toBe(at(6 * minute))
  })

  it('goes by the clock alone, without anybody moving it ahead', async () => {
    let now = startOfTest
    sandbox = await startSandbox({ listen: false, cases: 0, clock: { now: () => now } })
    outsider = await enter(sandbox)
    await create()
    expect(sandbox.world.nextDueAt()).toBe(startOfTest + 2 * minute)
    now += 6 * minute
    expect(await status()).toBe('READY_FOR_REVIEW')
    expect(sandbox.world.nextDueAt()).toBeUndefined()
  })

  it('is ready a minute after a case is reworked, since nothing is left to check', async () => {
    await create()
    sandbox.advanceTime(6 * minute)
    await outsider.result(statusMutation('completeCase'), { caseId: '1001' })
    await outsider.result(statusMutation('reworkCase'), { caseId: '1001' })
    sandbox.advanceTime(minute - 1)
    expect(await status()).toBe('IN_PROGRESS')
    sandbox.advanceTime(1)
    expect(await status()).toBe('READY_FOR_REVIEW')
  })

  it('counts that minute from the last time the case got in progress', async () => {
    await create()
    sandbox.advanceTime(5.5 * minute)
    sandbox.world.setCaseStatus('1001', 'READY_FOR_REVIEW')
    await outsider.result(statusMutation('completeCase'), { caseId: '1001' })
    await outsider.result(statusMutation('reworkCase'), { caseId: '1001' })
    sandbox.advanceTime(minute - 1)
    expect(await status()).toBe('IN_PROGRESS')
    sandbox.advanceTime(1)
    expect(await status()).toBe('READY_FOR_REVIEW')
  })

  it('takes a case back from review for a person who is added and has to be verified', async () => {
    await create()
    sandbox.advanceTime(6 * minute)
    const add = caseMutation('addIndividualsToCase', 'AddIndividualsToCaseInput')
    const late = { input: { caseId: '1001', individuals: [aroha] } }
    expect((await outsider.result(add, late)).caseStatus).toBe('IN_PROGRESS')
    sandbox.advanceTime(6 * minute - 1)
    expect(await status()).toBe('IN_PROGRESS')
    sandbox.advanceTime(1)
    expect(await status()).toBe('READY_FOR_REVIEW')
  })

  it('does not wait for who is excused, and does again when the exception goes', async () => {
    await create()
    const subject = { caseId: '1001', individualId: '200001' }
    const add = caseMutation('addExceptionForCaseIndividual', 'AddExceptionForCaseIndividualInput')
    const remove = caseMutation(
      'deleteExceptionForCaseIndividual',
      'DeleteExceptionForCaseIndividualInput',
    )
    const exception = { ...subject, exceptionType: 'PERMANENT', reason: 'Known.' }
    await outsider.result(add, { input: exception })
    expect((await look()).individuals).toEqual([notNeeded, notNeeded])
    sandbox.advanceTime(3 * minute)
    expect(await status()).toBe('READY_FOR_REVIEW')
    sandbox.world.setCaseStatus('1001', 'IN_PROGRESS')
    await outsider.result(remove, { input: subject })
    sandbox.advanceTime(5 * minute)
    expect((await look()).individuals).toMatchObject([
      { individualVerificationChecksStatus: { overall: 'PASS' } },
      notNeeded,
    ])
    sandbox.advanceTime(minute)
    expect(await status()).toBe('READY_FOR_REVIEW')
  })
})

describe('the controls', () => {
  it.each([
    ['PASS', 'PASS', 'NO_MATCH', 'CLEAR'],
    ['CONSIDER', 'NOT_SEARCHED', 'NOT_SEARCHED', 'CONSIDER'],
    ['FAIL', 'FAIL', 'MATCH', 'REJECTED'],
  ] as const)('end all checks at once with %s', async (outcome, result, screening, biometric) => {
    await create()
    sandbox.world.completeVerification('1001', outcome)
    expect(await look()).toMatchObject({
      caseStatus: 'READY_FOR_REVIEW',
      individuals: [
        {
          individualVerificationChecksStatus: { overall: outcome },
          latestVerificationReport: { fullName: result, sanctions: screening, biometric },
        },
        notNeeded,
      ],
      entities: [
        {
          verificationCheckStatus: { overall: outcome },
          latestVerificationReport: { sanctions: screening },
        },
      ],
    })
    events.length = 0
    sandbox.advanceTime(60 * minute)
    expect(events).toEqual([])
  })

  it('move a case to any status, tell of it, and start checks when it gets in progress', async () => {
    await create('DRAFT')
    sandbox.world.setCaseStatus('1001', 'ON_HOLD')
    expect(await status()).toBe('ON_HOLD')
    sandbox.world.setCaseStatus('1001', 'IN_PROGRESS')
    sandbox.advanceTime(6 * minute)
    expect(await status()).toBe('READY_FOR_REVIEW')
    const told = events.flatMap((event) => ('caseStatus' in event ? [event.caseStatus] : []))
    expect(told).toEqual(['ON_HOLD', 'IN_PROGRESS', 'READY_FOR_REVIEW'])
  })

  it('stop telling when asked to', async () => {
    const heard: string[] = []
    const stop = sandbox.world.onEvent(({ type }) => heard.push(type))
    await create()
    stop()
    sandbox.advanceTime(60 * minute)
    expect(heard).toEqual(['CaseCreated'])
  })

  it('refuse ids and values that do not exist, and drafts', async () => {
    await create('DRAFT')
    const { world } = sandbox
    expect(() => world.completeVerification('9')).toThrow(TypeError)
    expect(() => world.setCaseStatus('9', 'DRAFT')).toThrow(TypeError)
    expect(() => world.completePdf(9)).toThrow(TypeError)
    expect(() => world.failPdf(9)).toThrow(TypeError)
    expect(() => world.completeVerification('1001')).toThrow(/is a draft; submit it first/)
    for (const wrong of ['PASSED', 'draft']) {
      // @ts-expect-error neither an outcome nor a status
      expect(() => world.completeVerification('1001', wrong)).toThrow(TypeError)
      // @ts-expect-error not a status
      expect(() => world.setCaseStatus('1001', wrong)).toThrow(TypeError)
    }
  })
})

it('gives a verification link while there is something to verify, and a reason otherwise', async () => {
  await create('DRAFT')
  const links = async (embedded: boolean) => {
    const union = '__typename ... on ValidUrl { url } ... on InvalidUrl { message }'
    const selection = `... on CaseInformation { individuals { urls { verification(embedded: ${embedded}) { ${union} } } } }`
    const { individuals } = await outsider.result(caseDetails(selection), { caseId: '1001' })
    return individuals
  }
  const none = { __typename: 'InvalidUrl', message: expect.stringMatching(/.\.$/) }
  const invalid = { urls: { verification: none } }
  expect(await links(false)).toEqual([invalid, invalid])
  await outsider.result(statusMutation('submitCase'), { caseId: '1001' })
  const url = expect.stringMatching(
    /^http:\/\/127\.0\.0\.1:0\/verification\/1001\/200001\?signature=[\w-]+&embedded=true$/,
  )
  const valid = { urls: { verification: { __typename: 'ValidUrl', url } } }
  expect(await links(true)).toEqual([valid, invalid])
  sandbox.advanceTime(5 * minute)
  expect(await links(true)).toEqual([invalid, invalid])
})
