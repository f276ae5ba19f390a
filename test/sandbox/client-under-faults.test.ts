// What the faults are for: the client of this package, over sockets, meets each of them and does
// what docs/requests.md says.
import { afterEach, describe, expect, it } from 'vitest'
import {
  createClient,
  type FirstAmlClient,
  type FirstAmlClientOptions,
  unwrap,
} from '../../src/index.js'
import {
  CaseStatusDocument,
  MeDocument,
  UpdateCaseReferenceDocument,
} from '../../src/operations.js'
import type { Sandbox, SandboxFault, SandboxOptions } from '../../src/sandbox/index.js'
import { createWebhookDeduplicator, createWebhookListener } from '../../src/webhooks/index.js'
import { closeServers, serve } from '../webhooks/support.js'
import { enter } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'
import { subscribe } from './webhook-receiver.js'

const clients: FirstAmlClient[] = []

afterEach(async () => {
  for (const client of clients.splice(0)) client.dispose()
  await closeSandboxes()
  await closeServers()
})

async function meet(
  options: SandboxOptions = {},
  clientOptions: Partial<FirstAmlClientOptions> = {},
): Promise<{ sandbox: Sandbox; client: FirstAmlClient }> {
  const sandbox = await startSandbox(options)
  const client = createClient({
    baseUrl: sandbox.url,
    ...sandbox.credentials,
    retry: { baseMs: 1 },
    ...clientOptions,
  })
  clients.push(client)
  return { sandbox, client }
}

const ask = (client: FirstAmlClient) => client.request(CaseStatusDocument, { caseId: '1001' })
const rename = (client: FirstAmlClient, idempotent = false) =>
  client.request(
    UpdateCaseReferenceDocument,
    { input: { caseId: '1001', reference: 'changed' } },
    { idempotent },
  )
const statuses = (sandbox: Sandbox) =>
  sandbox.requests.filter(({ kind }) => kind === 'graphql').map(({ status }) => status)

describe('the client', () => {
  const passing: readonly (readonly [string, SandboxFault, number])[] = [
    ['a 503', { type: 'status', status: 503 }, 503],
    ['a 429 with Retry-After', { type: 'status', status: 429, retryAfter: 0 }, 429],
    ['a reset before', { type: 'reset', when: 'before' }, 0],
    ['a reset during', { type: 'reset', when: 'during' }, 200],
    ['a reset after', { type: 'reset', when: 'after' }, 0],
    ['half a result', { type: 'truncate' }, 200],
    ['a throttling in a result', { type: 'graphql_error', code: 'RATE_LIMITED' }, 200],
  ]
  it.each(passing)('asks again after %s', async (_, fault, status) => {
    // How it slows down after a throttling is tested elsewhere, on a clock of its own.
    const { sandbox, client } = await meet({}, { throttle: false })
    sandbox.faults.next({ kind: 'graphql', operation: 'CaseStatus', count: 2, fault })
    expect(unwrap((await ask(client)).caseDetails).caseStatus).toBe('READY_FOR_REVIEW')
    expect(statuses(sandbox)).toEqual([status, status, 200])
  })

  it('asks again when an answer takes longer than its limit', async () => {
    const { sandbox, client } = await meet({}, { timeoutMs: 200 })
    await client.request(MeDocument)
    sandbox.faults.next({ kind: 'graphql', fault: { type: 'delay', ms: 600_000 } })
    expect(unwrap((await ask(client)).caseDetails).caseStatus).toBe('READY_FOR_REVIEW')
  })

  it.each([
    ['a reset before', { type: 'reset', when: 'before' }, null],
    ['a reset after', { type: 'reset', when: 'after' }, 'changed'],
    ['a 502', { type: 'status', status: 502, body: '' }, null],
  ] as const)('does not repeat a mutation after %s, unless told so', async (_, fault, done) => {
    const { sandbox, client } = await meet()
    sandbox.faults.next({ kind: 'graphql', operation: 'UpdateCaseReference', fault })
    await expect(rename(client)).rejects.toHaveProperty('code', 'unknown_outcome')
    expect(statuses(sandbox)).toHaveLength(1)
    const { result } = await enter(sandbox)
    const reference = '{ caseDetails(caseId: "1001") { ... on CaseInformation { reference } } }'
    expect(await result(reference)).toEqual({ reference: done ?? 'CRM-1001' })
    sandbox.faults.next({ kind: 'graphql', operation: 'UpdateCaseReference', fault })
    await rename(client, true)
    expect(await result(reference)).toEqual({ reference: 'changed' })
  })

  it('says so when the answer is a page', async () => {
    const { sandbox, client } = await meet()
    sandbox.faults.next({ kind: 'graphql', fault: { type: 'html' } })
    await expect(ask(client)).rejects.toHaveProperty('code', 'unexpected_response')
  })

  it('gets everything through a throttle, by asking again later', async () => {
    const { sandbox, client } = await meet(
      { throttle: { perSecond: 1, burst: 5, retryAfter: false } },
      {
        throttle: false,
        retry: { baseMs: 1, attempts: 50 },
        onEvent: ({ type }) => {
          if (type === 'retried') sandbox.advanceTime(1_000)
        },
      },
    )
    // One of the five permits goes to the token.
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(client)))
    expect(answers).toHaveLength(8)
    expect(statuses(sandbox)).toContain(429)
  })

  it('gets a token after faults of the token endpoint, and none beyond the quota', async () => {
    const { sandbox, client } = await meet({ tokenQuota: { perDay: 1 } })
    sandbox.faults.next({ kind: 'token', fault: { type: 'status', status: 500 } })
    sandbox.faults.next({ kind: 'token', fault: { type: 'reset', when: 'before' } })
    await client.request(MeDocument)
    sandbox.revokeTokens()
    await expect(client.request(MeDocument)).rejects.toHaveProperty('code', 'token_unavailable')
    const counted = sandbox.requestCounts.token
    await expect(client.request(MeDocument)).rejects.toHaveProperty('code', 'token_unavailable')
    expect(sandbox.requestCounts.token).toBe(counted)
  })

  it('asks for its secret again when that was rotated', async () => {
    const sandbox = await startSandbox()
    const client = createClient({
      baseUrl: sandbox.url,
      clientId: sandbox.credentials.clientId,
      clientSecret: async () => sandbox.credentials.clientSecret,
    })
    clients.push(client)
    await client.request(MeDocument)
    sandbox.rotateSecret()
    sandbox.revokeTokens()
    expect((await client.request(MeDocument)).me?.apiClientId).toBeTruthy()
  })

  it('tells of a field that is no longer there', async () => {
    const { sandbox, client } = await meet()
    sandbox.dropField('CaseInformation.caseStatus')
    await expect(ask(client)).rejects.toHaveProperty('code', 'graphql_errors')
    sandbox.restoreField('CaseInformation.caseStatus')
    expect(unwrap((await ask(client)).caseDetails).caseStatus).toBe('READY_FOR_REVIEW')
  })
})

it('a receiver with a de-duplicator handles each delivery once, whatever their order', async () => {
  const sandbox = await startSandbox({ listen: false, allowHttpWebhooks: true })
  const handled: string[] = []
  const listener = createWebhookListener({
    key: sandbox.webhooks.key,
    deduplicator: createWebhookDeduplicator(),
    onError: (error) => handled.push(String(error)),
    handle: (event) => {
      handled.push('caseId' in event ? String(event.caseId) : '')
    },
  })
  await subscribe(sandbox, await serve(listener))
  sandbox.webhooks.duplicate(3)
  sandbox.webhooks.hold()
  for (const caseId of ['1001', '1002', '1003']) sandbox.world.setCaseStatus(caseId, 'ON_HOLD')
  sandbox.webhooks.release('reversed')
  await sandbox.webhooks.idle()
  expect(handled).toEqual(['1003', '1002', '1001'])
  expect(sandbox.webhooks.deliveries).toHaveLength(6)
})
