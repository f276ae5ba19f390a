import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type FirstAmlClient, unwrap } from '../../src/index.js'
import { CreateLiteCaseDocument, CreateWebhookSubscriptionDocument } from '../../src/operations.js'
import { signWebhook } from '../../src/webhooks/index.js'
import { type Example, openExample } from './example.js'
import { type Program, startProgram } from './program.js'

describe('the example webhook-crm', { timeout: 120_000 }, () => {
  let example: Example
  let client: FirstAmlClient
  let service: Program
  let url = ''

  async function start(): Promise<void> {
    const { port } = url === '' ? { port: '0' } : new URL(url)
    service = startProgram(example, ['dist/main.js'], {
      FIRSTAML_WEBHOOK_KEY: example.sandbox.webhooks.key,
      PORT: port,
    })
    const line = await service.waitFor(/listening at http:\/\/127\.0\.0\.1:\d+/)
    url = line.replace('listening at ', '')
  }
  /** The CRM as its own program prints it: status by case. */
  async function list(): Promise<ReadonlyMap<string, string>> {
    const text = await example.run(process.execPath, 'dist/list.js')
    return new Map(
      text.split('\n').map((line) => {
        const [caseId = '', status = ''] = line.split('\t')
        return [caseId, status]
      }),
    )
  }
  const operations = () =>
    example.sandbox.requests.flatMap(({ operationName }) => operationName ?? [])

  beforeAll(async () => {
    example = await openExample('webhook-crm', { allowHttpWebhooks: true, cases: 230 })
    client = createClient({ baseUrl: example.sandbox.url, ...example.sandbox.credentials })
    await example.run('tsc')
  }, 300_000)
  afterAll(async () => {
    await service?.kill('SIGKILL')
    client.dispose()
    await rm(join(example.directory, 'crm.sqlite'), { force: true })
    await example.close()
  })

  it('catches up with all cases, and after a crash goes on at the page it was at', async () => {
    const { faults } = example.sandbox
    // The second page comes, the third does not.
    for (const ms of [0, 600_000]) {
      faults.next({ kind: 'graphql', operation: 'NextPageOfCases', fault: { type: 'delay', ms } })
    }
    await start()
    await expect.poll(() => faults.log.length, { timeout: 60_000 }).toBe(2)
    await service.kill('SIGKILL')
    expect((await list()).size).toBe(200)

    const before = operations().length
    await start()
    await service.waitFor(/caught up/)
    const after = operations().slice(before)
    expect(after).toContain('NextPageOfCases')
    expect(after).not.toContain('SearchCases')
    expect((await list()).size).toBe(230)
  })

  it('has the last state of each case, however deliveries come', async () => {
    const { webhooks, world } = example.sandbox
    const { createWebhookSubscription } = await client.request(CreateWebhookSubscriptionDocument, {
      input: {
        endpoint: `http://127.0.0.1:${new URL(url).port}/webhooks`,
        eventTypes: ['CASE_CREATED', 'CASE_STATUS_UPDATED'],
        failureEmail: 'nobody@example.test',
        targets: [{ organizationKey: 'org-harbour' }],
      },
    })
    unwrap(createWebhookSubscription)
    webhooks.hold()
    webhooks.duplicate(4)
    world.setCaseStatus('1002', 'IN_PROGRESS')
    world.setCaseStatus('1002', 'ON_HOLD')
    world.setCaseStatus('1003', 'ABANDONED')
    const caseId = await createCase()
    webhooks.release('reversed')
    await webhooks.idle()

    await expect.poll(list, { timeout: 60_000 }).toSatisfy((cases: ReadonlyMap<string, string>) => {
      return cases.get('1002') === 'ON_HOLD' && cases.get(caseId) === 'DRAFT'
    })
    expect((await list()).get('1003')).toBe('ABANDONED')
    expect(webhooks.deliveries.map(({ status }) => status)).toEqual(Array(8).fill(204))
  })

  it('knows a duplicate after a restart', async () => {
    const { webhooks } = example.sandbox
    const created = webhooks.deliveries.find(({ event }) => event === 'CaseCreated')
    await service.kill('SIGKILL')
    await start()
    await service.waitFor(/caught up/)
    const before = operations().length
    const { status } = await webhooks.redeliver(created?.id ?? '')
    expect(status).toBe(204)
    // The next one is read; by then the duplicate would have been.
    example.sandbox.world.setCaseStatus('1003', 'IN_PROGRESS')
    await expect
      .poll(async () => (await list()).get('1003'), { timeout: 60_000 })
      .toBe('IN_PROGRESS')
    expect(operations().slice(before)).toEqual(['CaseForCrm'])
  })

  it('finds what it was not told, and lets no older answer overwrite a newer one', async () => {
    const { faults, webhooks, world } = example.sandbox
    await service.kill('SIGKILL')
    world.setCaseStatus('1004', 'DORMANT')
    await webhooks.idle()
    // The answer is made now, and arrives when a webhook has brought a newer state.
    faults.next({ kind: 'graphql', operation: 'SearchCases', fault: { type: 'delay', ms: 4_000 } })
    await start()
    await expect.poll(() => faults.log.length, { timeout: 60_000 }).toBe(3)
    world.setCaseStatus('1002', 'COMPLETED')
    await service.waitFor(/caught up/)
    const cases = await list()
    expect(cases.get('1004')).toBe('DORMANT')
    expect(cases.get('1002')).toBe('COMPLETED')
  })

  it('refuses what First AML did not sign, and what is no event', async () => {
    const { key } = example.sandbox.webhooks
    const post = async (body: string, signature: string) => {
      const headers = { 'content-type': 'application/json', 'x-faml-signature': signature }
      const response = await fetch(`${url}/webhooks`, { method: 'POST', headers, body })
      return `${response.status} ${await response.text()}`
    }
    const event = JSON.stringify({ eventType: 'CaseCreated', caseId: 1, officeKey: null })
    const foreign = await signWebhook({ payload: event, key: btoa('another key') })
    expect(await post(event, foreign)).toBe('401 webhook_signature_mismatch')
    // The same JSON in other bytes is another message.
    const own = await signWebhook({ payload: event, key })
    expect(await post(` ${event}`, own)).toBe('401 webhook_signature_mismatch')
    const nonsense = await signWebhook({ payload: 'nonsense', key })
    expect(await post('nonsense', nonsense)).toMatch(/^400 webhook_/)
    expect(await post('x'.repeat(70_000), own)).toBe('413 ')
    expect(service.output()).not.toContain(own)
  })

  it('ends when it is told to', async () => {
    expect(await service.kill('SIGTERM')).toBe(0)
  })

  async function createCase(): Promise<string> {
    const { createLiteCase } = await client.request(CreateLiteCaseDocument, {
      input: {
        organizationId: 'org-harbour',
        officeId: 'off-wellington',
        initialState: 'DRAFT',
        individual: {
          preferredName: { firstName: 'Aroha', lastName: 'Example' },
          emailAddress: 'aroha@example.test',
          phoneNumber: '+64211234567',
        },
      },
    })
    return unwrap(createLiteCase).caseId
  }
})
