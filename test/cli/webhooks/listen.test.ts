import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createClient } from '../../../src/index.js'
import { CreateWebhookSubscriptionDocument } from '../../../src/operations.js'
import { createSandbox } from '../../../src/sandbox/index.js'
import { signWebhook } from '../../../src/webhooks/index.js'
import { runCli } from '../rig.js'

const key = Buffer.from('a key of tests, not a secret').toString('base64')
const payload = '{"eventType":"CaseStatusUpdated","caseId":7,"officeKey":"off-1"}'

const closing: Array<() => unknown> = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Starts a receiver, and gives its address once it listens. */
async function listen(...flags: string[]) {
  const interruption = new AbortController()
  closing.push(() => interruption.abort('SIGINT'))
  let tellUrl = (_url: string) => {}
  const url = new Promise<string>((resolve) => {
    tellUrl = resolve
  })
  const ended = runCli(['webhooks', 'listen', '--port', '0', ...flags], {
    env: { FIRSTAML_WEBHOOK_KEY: key },
    now: () => Date.UTC(2026, 0, 1, 9, 30),
    signal: interruption.signal,
    onOutput: (_text, all) => {
      const [, found] = /Listening on (\S+)\n/.exec(all) ?? []
      if (found !== undefined) tellUrl(found)
    },
  })
  const failed = ended.then(({ stderr }) => {
    throw new Error(`it ended: ${stderr}`)
  })
  return { url: await Promise.race([url, failed]), ended, interruption }
}

async function deliver(url: string, body = payload, withKey = key): Promise<string> {
  const signature = await signWebhook({ payload: body, key: withKey })
  const headers = { 'x-faml-signature': signature }
  const response = await fetch(url, { method: 'POST', body, headers })
  return `${response.status} ${await response.text()}`.trim()
}

describe('webhooks listen', { timeout: 30_000 }, () => {
  it('shows what arrives, flags duplicates, and refuses what does not verify', async () => {
    const { url, ended } = await listen('--count', '4')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    expect(await deliver(url)).toBe('204')
    expect(await deliver(url)).toBe('204')
    expect(await deliver(url, payload, btoa('another key'))).toBe('401 webhook_signature_mismatch')
    expect(await deliver(url, '{"eventType":"\\u001b[2J\\u202eX","note":"\\u001b]0;x"}')).toBe(
      '204',
    )
    const { exitCode, stdout } = await ended
    expect(exitCode).toBe(0)
    expect(stdout.split('\n')).toEqual([
      '09:30:00  CaseStatusUpdated  caseId 7, officeKey off-1',
      '09:30:00  CaseStatusUpdated  caseId 7, officeKey off-1  (duplicate)',
      expect.stringMatching(/^09:30:00 {2}refused {2}webhook_signature_mismatch: The signature/),
      '09:30:00  [2J X  note ]0;x',
      '',
    ])
  })

  it('writes one line of JSON for each with --json', async () => {
    const { url, ended } = await listen('--count', '3', '--json')
    await deliver(url)
    await deliver(url)
    await fetch(url, { method: 'POST', body: '{}' })
    const lines = (await ended).stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    const at = '2026-01-01T09:30:00.000Z'
    const event = { eventType: 'CaseStatusUpdated', caseId: '7', officeKey: 'off-1' }
    expect(lines).toEqual([
      { at, verified: true, event, duplicate: false },
      { at, verified: true, event, duplicate: true },
      { at, verified: false, code: 'webhook_signature_missing', message: expect.any(String) },
    ])
  })

  it('receives what First AML delivers', async () => {
    const { url, ended } = await listen('--count', '1', '--json')
    const sandbox = await createSandbox({ allowHttpWebhooks: true, webhookKey: key })
    closing.push(sandbox.close)
    const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
    await client.request(CreateWebhookSubscriptionDocument, {
      input: {
        endpoint: `http://${new URL(url).host}/`,
        eventTypes: ['CASE_STATUS_UPDATED'],
        failureEmail: 'it@example.test',
        targets: [{ organizationKey: 'org-harbour' }],
      },
    })
    client.dispose()
    sandbox.world.setCaseStatus('1002', 'ON_HOLD')
    expect(JSON.parse((await ended).stdout).event).toMatchObject({ caseId: '1002' })
    await sandbox.webhooks.idle()
    expect(sandbox.webhooks.deliveries.map(({ status }) => status)).toEqual([204])
  })

  it('ends on Ctrl-C with 130, also while a delivery is half there', async () => {
    const { url, ended, interruption } = await listen()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.on('error', () => {})
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nhalf')
    await once(socket, 'connect')
    await deliver(url)
    interruption.abort('SIGINT')
    expect((await ended).exitCode).toBe(130)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })

  it('says that a port is in use', async () => {
    const { url } = await listen()
    const port = new URL(url).port
    const second = await runCli(['webhooks', 'listen', '--port', port], {
      env: { FIRSTAML_WEBHOOK_KEY: key },
    })
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toMatch(/EADDRINUSE|in use/)
  })
})

describe('--forward', { timeout: 30_000 }, () => {
  async function startApplication(status: number) {
    const received: Array<{ headers: IncomingHttpHeaders; body: string }> = []
    const server: Server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request) body += part
      received.push({ headers: request.headers, body })
      response.writeHead(status).end()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    closing.push(() => server.close())
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}/webhooks`, received, server }
  }

  it('hands verified deliveries on, body and signature as they were', async () => {
    const application = await startApplication(204)
    const { url, ended } = await listen('--forward', application.url, '--count', '2')
    await deliver(url, payload, btoa('another key'))
    expect(await deliver(url)).toBe('204')
    expect((await ended).stdout).toContain('officeKey off-1  → 204\n')
    expect(application.received).toHaveLength(1)
    expect(application.received[0]).toMatchObject({
      body: payload,
      headers: { 'x-faml-signature': await signWebhook({ payload, key }) },
    })
  })

  it.each([
    [500, '→ 500'],
    [302, '→ 302'],
  ])('answers 500 when the application answers %i', async (status, shown) => {
    const application = await startApplication(status)
    const { url, ended } = await listen('--forward', application.url, '--count', '1')
    expect(await deliver(url)).toBe('500')
    expect((await ended).stdout).toContain(shown)
  })

  it('answers 500 when no application is there', async () => {
    const application = await startApplication(204)
    application.server.close()
    const { url, ended } = await listen('--forward', application.url, '--count', '1')
    expect(await deliver(url)).toBe('500')
    expect((await ended).stdout).toContain('→ no answer')
  })

  it.each([
    'http://example.com/',
    'ftp://127.0.0.1/',
    'localhost:3000',
    'http://127.0.0.1.evil.test/',
  ])('refuses %s, which is not on this machine', async (address) => {
    const { exitCode, stderr } = await runCli(['webhooks', 'listen', '--forward', address], {
      env: { FIRSTAML_WEBHOOK_KEY: key },
    })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('--forward takes the address')])
  })
})
