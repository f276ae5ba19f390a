import { afterEach, describe, expect, it, vi } from 'vitest'
import { enter } from './outsider.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  requestToken,
  startOfTest,
  startSandbox,
} from './support.js'
import { subscribe } from './webhook-receiver.js'

const everything = `{ searchCases(input: { sortField: UPDATED_ON, sortDirection: ASCENDING, pageSize: 100 }) {
  ... on PageOfCasesMatchingSearch { cases { caseId caseStatus reference name lastUpdatedOn } } } }`
const submit = (caseId: string) =>
  `mutation { submitCase(caseId: "${caseId}") { __typename ... on CaseInformation { caseStatus } } }`

afterEach(closeSandboxes)

describe('reset', () => {
  it('makes a sandbox as it was at its start, at the same address', async () => {
    const sandbox = await startSandbox()
    const before = await (await enter(sandbox)).data(everything)
    const { url } = sandbox
    const outsider = await enter(sandbox)
    await outsider.data(submit('1002'))
    sandbox.advanceTime(86_400_000)
    const unused = (await startSandbox()).review()
    expect(sandbox.review()).not.toEqual(unused)
    expect(await (await enter(sandbox)).data(everything)).not.toEqual(before)

    sandbox.reset()
    expect(sandbox.url).toBe(url)
    expect(sandbox.requests).toEqual([])
    expect(sandbox.review()).toEqual(unused)
    expect(Object.values(sandbox.requestCounts).every((count) => count === 0)).toBe(true)
    expect(await (await enter(sandbox)).data(everything)).toEqual(before)
    expect(sandbox.requests.every(({ receivedAt }) => receivedAt === startOfTest)).toBe(true)
  })

  it('gives the ids of a new sandbox, and drops what was about to happen', async () => {
    const sandbox = await startSandbox()
    const create = 'mutation { createCasePdf(input: { caseId: 1006 }) { id status } }'
    const first = await (await enter(sandbox)).data(create)
    const heard: string[] = []
    sandbox.world.onEvent(({ type, caseId }) => heard.push(`${type} ${caseId}`))
    sandbox.reset()
    const due = sandbox.world.nextDueAt()
    expect(due).toBe((await startSandbox()).world.nextDueAt())
    sandbox.advanceTime(60_000)
    expect(heard).toEqual([])
    expect(await (await enter(sandbox)).data(create)).toEqual(first)
  })

  it('refuses the tokens issued before, and takes new ones', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    sandbox.reset()
    const query = { query: '{ me { apiClientId } }' }
    expect((await postGraphql(sandbox, token, query)).status).toBe(401)
    expect((await postGraphql(sandbox, await getToken(sandbox), query)).status).toBe(200)
    expect((await postGraphql(sandbox, token, query)).status).toBe(401)
  })
})

describe('a reset', () => {
  it('gives back what was used of limits', async () => {
    const sandbox = await startSandbox({
      tokenQuota: { perDay: 1 },
      throttle: { perSecond: 1, burst: 2 },
    })
    const statuses = async () => {
      const token = await requestToken(sandbox)
      const second = await requestToken(sandbox)
      return [token.status, second.status, (await requestToken(sandbox)).headers.has('retry-after')]
    }
    expect(await statuses()).toEqual([200, 429, true])
    const quota = (await requestToken(sandbox)).headers.get('auth0-client-quota-limit')
    expect(quota).toBeNull()
    sandbox.reset()
    expect((await requestToken(sandbox)).headers.get('auth0-client-quota-limit')).toContain('r=0')
    expect((await requestToken(sandbox)).headers.get('auth0-client-quota-limit')).toContain('r=0')
  })

  it('forgets the faults that happened, and begins their ids and new secrets anew', async () => {
    const sandbox = await startSandbox({ listen: false })
    const fault = { type: 'html' } as const
    const first = sandbox.faults.next({ kind: 'token', fault })
    await enter(sandbox).catch(() => undefined)
    const secret = sandbox.rotateSecret()
    expect(sandbox.faults.log).toHaveLength(1)
    sandbox.reset()
    expect(sandbox.faults.log).toEqual([])
    expect(sandbox.faults.next({ kind: 'token', fault })).toEqual(first)
    sandbox.faults.clear()
    expect(sandbox.rotateSecret()).toBe(secret)
  })

  it('ends deliveries: those told, held, doubled, under way and to be tried again', async () => {
    const asked: string[] = []
    let answer: (response: Response) => void = () => undefined
    const webhookFetch: typeof fetch = async (input) => {
      asked.push(String(input))
      return new Promise((resolve) => {
        answer = resolve
      })
    }
    const sandbox = await startSandbox({ listen: false, webhookFetch })
    const { webhooks, world } = sandbox
    await subscribe(sandbox, 'https://before.test/')
    const deliver = async (status: number, caseId = '1001') => {
      const count = asked.length
      world.setCaseStatus(caseId, 'ON_HOLD')
      await vi.waitUntil(() => asked.length > count)
      return () => answer(new Response(null, { status }))
    }
    const arrive = await deliver(200)
    arrive()
    await webhooks.idle()
    webhooks.duplicate(5)
    const fail = await deliver(500)
    webhooks.hold()
    world.setCaseStatus('1002', 'ON_HOLD')

    sandbox.reset()
    const due = world.nextDueAt()
    await subscribe(sandbox, 'https://after.test/')
    fail()
    await webhooks.idle()
    expect(webhooks.deliveries).toEqual([])
    expect(world.nextDueAt()).toBe(due)

    const succeed = await deliver(200)
    succeed()
    await webhooks.idle()
    webhooks.release()
    await webhooks.idle()
    expect(asked.slice(2)).toEqual(['https://after.test/'])
    expect(webhooks.deliveries).toMatchObject([{ id: 'delivery-1', attempt: 1, status: 200 }])
  })
})

describe('env', () => {
  it('has what the environment of a child process needs', async () => {
    const sandbox = await startSandbox({ credentials: { clientId: 'a', clientSecret: 'b' } })
    expect(sandbox.env).toEqual({
      FIRSTAML_CLIENT_ID: 'a',
      FIRSTAML_CLIENT_SECRET: 'b',
      FIRSTAML_BASE_URL: sandbox.url,
    })
  })
})
