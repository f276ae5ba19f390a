import { spawnSync } from 'node:child_process'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { verifyWebhook } from '../../src/webhooks/index.js'
import { closeServers, command, serve } from '../webhooks/support.js'
import { enter } from './outsider.js'
import { closeSandboxes, isRecord, startOfTest, startSandbox } from './support.js'
import { type Receiver, startReceiver, subscribe } from './webhook-receiver.js'

afterEach(async () => {
  await closeSandboxes()
  await closeServers()
})

interface Stage {
  readonly sandbox: Sandbox
  readonly receiver: Receiver
  readonly subscriptionId: string
}

async function setStage(options: SandboxOptions = {}): Promise<Stage> {
  const receiver = await startReceiver()
  const sandbox = await startSandbox({ listen: false, allowHttpWebhooks: true, ...options })
  const subscriptionId = await subscribe(sandbox, `${receiver.url}/hook`)
  return { sandbox, receiver, subscriptionId }
}

const hold = (sandbox: Sandbox, caseId = '1001') => sandbox.world.setCaseStatus(caseId, 'ON_HOLD')
const held = { eventType: 'CaseStatusUpdated', caseId: 1001, officeKey: 'off-wellington' }

describe('the signature', () => {
  // Made with openssl 3.0, by the command in test/webhooks/vectors.json.
  const vectors = [
    [undefined, '1001', 'rn1ZKgK1Kq5h7JUy8HWnp5nHtY0j6U8A0BqhKtPvwuc='],
    [undefined, '1014', 'Q+muwCURxK734lzAWE/k+gocisOS4kvXsVzaw7nQIxo='],
    [
      'AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o=',
      '1001',
      'w+1xDQYBlEZGvnQVn2/r+bPN7tN45cprDY4hLiDEgIA=',
    ],
    [
      'AQgPFh0kKzI5QEdOVVxjanF4f4aNlJuiqbC3vsXM09o=',
      '1014',
      'TRJ6jLZ3YWYrSQuDj0YC1UZBvXrZjH9uK2iSEVNhYy4=',
    ],
  ] as const
  const hasOpenssl = spawnSync('sh', ['-c', 'openssl version']).status === 0
  const mayLack = !hasOpenssl && process.env.CI !== 'true'

  it.each(vectors)(
    'under the key %s, for case %s, is %s',
    async (webhookKey, caseId, signature) => {
      const { sandbox, receiver } = await setStage({ webhookKey })
      hold(sandbox, caseId)
      await sandbox.webhooks.idle()
      const [{ body, headers, method } = { body: '', headers: {}, method: '' }] = receiver.received
      expect(method).toBe('POST')
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'user-agent': expect.stringMatching(/./),
        'x-faml-signature': signature,
      })
      const { key } = sandbox.webhooks
      expect(key).toBe(webhookKey ?? 'c2FuZGJveC13ZWJob29rLWtleS1ub3QtYS1zZWNyZXQ=')
      await expect(verifyWebhook({ payload: body, signature, key })).resolves.toBeTruthy()
      if (mayLack) return
      const env = { ...process.env, KEY: key }
      const made = spawnSync('sh', ['-c', command], { env, input: body, encoding: 'utf8' })
      expect(made.stdout).toBe(signature)
    },
  )

  it.each(['', 'not base64!', 'YQ'])('refuses the key %j', async (webhookKey) => {
    await expect(createSandbox({ listen: false, webhookKey })).rejects.toThrow(
      new TypeError('createSandbox: webhookKey must be Base64 of at least one byte'),
    )
  })
})

describe('deliveries', () => {
  it('tell of everything that happens, in the documented shapes', async () => {
    const { sandbox, receiver } = await setStage()
    const { result } = await enter(sandbox)
    const made = await result(
      `mutation { createLiteCase(input: { organizationId: "org-harbour", officeId: "off-auckland", initialState: SUBMIT_TO_FIRST_AML,
        individual: { preferredName: { firstName: "A" }, emailAddress: "a@example.test", phoneNumber: "+64211234567" } }) { ... on CaseInformation { caseId individuals { individualId } } } }`,
    )
    sandbox.world.completeVerification('1004')
    for (const end of ['completePdf', 'failPdf'] as const) {
      const pdf = await result('mutation { createCasePdf(input: { caseId: 1001 }) { id } }')
      sandbox.world[end](Number(pdf.id))
    }
    await sandbox.webhooks.idle()
    const caseId = Number(made.caseId)
    const report = { eventType: 'VerificationReportGenerated', caseId: '1004' }
    const pdf = { eventType: 'PdfUpdated', caseId: 1001 }
    expect(receiver.received.map(({ event }) => event)).toEqual([
      { eventType: 'CaseCreated', caseId, officeKey: 'off-auckland' },
      { ...report, individualId: null, entityId: '300003' },
      { ...report, individualId: expect.stringMatching(/^\d+$/), entityId: null },
      { eventType: 'CaseStatusUpdated', caseId: 1004, officeKey: 'off-wellington' },
      { ...pdf, pdfId: 600004, pdfUrl: `${sandbox.url}/pdfs/600004`, status: 'Completed' },
      { ...pdf, pdfId: 600005, pdfUrl: null, status: 'Failed' },
    ])
  })

  it('go to those who subscribed to the event, the organization and the office', async () => {
    const { sandbox, receiver } = await setStage()
    const paths = () =>
      sandbox.webhooks.deliveries.map(({ subscriptionId, payload }) => {
        const event: unknown = JSON.parse(payload)
        return [subscriptionId, isRecord(event) && event.caseId]
      })
    const auckland = { organizationKey: 'org-harbour', officeKeys: ['off-auckland'] }
    const url = `${receiver.url}/hook`
    await subscribe(sandbox, url, { targets: [auckland] })
    await subscribe(sandbox, url, { targets: [{ organizationKey: 'org-tussock' }] })
    await subscribe(sandbox, url, { eventTypes: ['CASE_CREATED'] })
    for (const caseId of ['1001', '1009', '1014']) hold(sandbox, caseId)
    await sandbox.webhooks.idle()
    expect(paths().toSorted()).toEqual([
      ['hook-1', 1001],
      ['hook-1', 1009],
      ['hook-1', 1014],
      ['hook-2', 1009],
      ['hook-3', 1014],
    ])
  })

  it('are in the log, and can be made again', async () => {
    const { sandbox, receiver, subscriptionId } = await setStage()
    hold(sandbox)
    await sandbox.webhooks.idle()
    sandbox.advanceTime(5)
    const delivery = {
      id: 'delivery-1',
      subscriptionId,
      event: 'CaseStatusUpdated',
      url: `${receiver.url}/hook`,
      payload: JSON.stringify(held),
      attempt: 1,
      status: 200,
      at: startOfTest,
    }
    const again = { ...delivery, attempt: 2, at: startOfTest + 5 }
    expect(await sandbox.webhooks.redeliver('delivery-1')).toEqual(again)
    expect(sandbox.webhooks.deliveries).toEqual([delivery, again])
    expect(receiver.received.map(({ body }) => body)).toEqual([delivery.payload, delivery.payload])
    expect(() => sandbox.webhooks.redeliver('delivery-2')).toThrow(TypeError)
  })

  it('go to https through the fetch that is given, and to nobody else over http', async () => {
    const asked: string[] = []
    const webhookFetch: typeof fetch = async (input, init) => {
      asked.push(`${new Request(input, init).method} ${String(input)} ${init?.redirect}`)
      return new Response()
    }
    const sandbox = await startSandbox({ listen: false, webhookFetch })
    await subscribe(sandbox, 'https://crm.example.test/hook')
    expect(await subscribe(sandbox, 'http://crm.example.test/hook')).toBe('undefined')
    hold(sandbox)
    await sandbox.webhooks.idle()
    expect(asked).toEqual(['POST https://crm.example.test/hook manual'])
  })

  it('can be held and let go in the opposite order', async () => {
    const { sandbox, receiver } = await setStage()
    const { webhooks } = sandbox
    webhooks.hold()
    for (const caseId of ['1001', '1002', '1003']) hold(sandbox, caseId)
    await webhooks.idle()
    expect(receiver.received).toEqual([])
    webhooks.release('reversed')
    hold(sandbox, '1004')
    await webhooks.idle()
    const cases = () => receiver.received.map(({ event }) => event.caseId)
    expect(cases()).toEqual([1003, 1002, 1001, 1004])
    webhooks.hold()
    for (const caseId of ['1005', '1006']) hold(sandbox, caseId)
    webhooks.release()
    await webhooks.idle()
    expect(cases().slice(4)).toEqual([1005, 1006])
  })

  it('can be made twice', async () => {
    const { sandbox, receiver } = await setStage()
    sandbox.webhooks.duplicate(2)
    for (const caseId of ['1001', '1002', '1003']) hold(sandbox, caseId)
    await sandbox.webhooks.idle()
    const cases = receiver.received.map(({ event }) => event.caseId)
    expect(cases).toEqual([1001, 1001, 1002, 1002, 1003])
    expect(sandbox.webhooks.deliveries.map(({ id, attempt }) => [id, attempt])).toEqual([
      ['delivery-1', 1],
      ['delivery-1', 2],
      ['delivery-2', 1],
      ['delivery-2', 2],
      ['delivery-3', 1],
    ])
    expect(() => sandbox.webhooks.duplicate(0)).toThrow(TypeError)
  })
})

describe('a delivery that fails', () => {
  const attempts = ({ webhooks }: Sandbox) =>
    webhooks.deliveries.map(({ attempt, status, at }) => [attempt, status, at - startOfTest])

  it('is made again after ten seconds, a minute, ten minutes and an hour, and then no more', async () => {
    const { sandbox, receiver } = await setStage({ cases: 1 })
    receiver.answers.push(500, 'reset', 404, 302, 500)
    hold(sandbox)
    const seen = [
      [1, 500, 0],
      [2, null, 10_000],
      [3, 404, 70_000],
      [4, 302, 670_000],
      [5, 500, 4_270_000],
    ]
    for (const [index, waitMs] of [0, 10_000, 60_000, 600_000, 3_600_000].entries()) {
      if (waitMs > 0) {
        sandbox.advanceTime(waitMs - 1)
        await sandbox.webhooks.idle()
        expect(attempts(sandbox)).toHaveLength(index)
        sandbox.advanceTime(1)
      }
      await sandbox.webhooks.idle()
      expect(attempts(sandbox)).toEqual(seen.slice(0, index + 1))
    }
    expect(sandbox.world.nextDueAt()).toBeUndefined()
  })

  it('is made again until it arrives, and holds nothing else up', async () => {
    const { sandbox, receiver } = await setStage({ cases: 2 })
    receiver.answers.push(503)
    hold(sandbox, '1001')
    hold(sandbox, '1002')
    await sandbox.webhooks.idle()
    sandbox.advanceTime(86_400_000)
    await sandbox.webhooks.idle()
    expect(receiver.received.map(({ event }) => event.caseId)).toEqual([1001, 1002, 1001])
    expect(sandbox.world.nextDueAt()).toBeUndefined()
  })

  it('is not made again once it arrived on command', async () => {
    const { sandbox, receiver } = await setStage({ cases: 1 })
    receiver.answers.push(503)
    hold(sandbox)
    await sandbox.webhooks.idle()
    await sandbox.webhooks.redeliver('delivery-1')
    sandbox.advanceTime(86_400_000)
    await sandbox.webhooks.idle()
    expect(receiver.received).toHaveLength(2)
  })

  it('is not made again once the subscription ended', async () => {
    const { sandbox, receiver, subscriptionId } = await setStage({ cases: 1 })
    receiver.answers.push(503)
    hold(sandbox)
    await sandbox.webhooks.idle()
    const { result } = await enter(sandbox)
    const remove = `mutation ($input: DeleteWebhookInput!) {
      deleteWebhookSubscription(input: $input) { __typename }
    }`
    await result(remove, { input: { id: subscriptionId } })
    sandbox.advanceTime(86_400_000)
    await sandbox.webhooks.idle()
    expect(receiver.received).toHaveLength(1)
  })

  it('does not keep close waiting, and nothing is sent afterwards', async () => {
    const hanging = await serve(() => undefined)
    const { sandbox, receiver } = await setStage()
    await subscribe(sandbox, hanging)
    hold(sandbox)
    await vi.waitUntil(() => receiver.received.length === 1)
    await sandbox.close()
    hold(sandbox)
    await sandbox.webhooks.idle()
    expect(receiver.received).toHaveLength(1)
  })
})

describe('many subscriptions whose receivers do not answer', () => {
  it('are told side by side without a warning, and do not keep close waiting', async () => {
    const warnings: Error[] = []
    const note = (warning: Error) => warnings.push(warning)
    process.on('warning', note)
    try {
      let asked = 0
      // Minds no signal.
      const webhookFetch: typeof fetch = () => {
        asked += 1
        return new Promise(() => {})
      }
      const sandbox = await startSandbox({ listen: false, webhookFetch })
      for (let count = 0; count < 12; count += 1) await subscribe(sandbox, 'https://crm.test/hook')
      hold(sandbox)
      await vi.waitUntil(() => asked === 12)
      await sandbox.close()
      expect(sandbox.webhooks.deliveries).toEqual([])
      expect(warnings).toEqual([])
    } finally {
      process.off('warning', note)
    }
  })
})

describe('time', () => {
  it('passes for subscribers of a sandbox on the system’s clock, without a request', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
    try {
      const told: string[] = []
      const sandbox = await createSandbox({
        listen: false,
        webhookFetch: async (_, init) => {
          told.push(String(init?.body))
          return new Response()
        },
      })
      await vi.advanceTimersByTimeAsync(2 * 60_000 + 1_000)
      expect(told).toEqual([])
      await subscribe(sandbox, 'https://crm.example.test/hook')
      await vi.advanceTimersByTimeAsync(3 * 60_000)
      await vi.waitUntil(() => told.length > 0)
      await sandbox.close()
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })
})
