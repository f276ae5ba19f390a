import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { variablesOf } from '../operations/variables.js'
import { enter } from './outsider.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  readObject,
  requestToken,
  sendRaw,
  startSandbox,
  tokenBody,
} from './support.js'

afterEach(closeSandboxes)

const status = { type: 'status', status: 503 } as const

function send(
  sandbox: Sandbox,
  part: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${sandbox.url}/_sandbox/${part}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe('the control endpoint', () => {
  it('is not there unless asked for', async () => {
    const sandbox = await startSandbox()
    expect((await send(sandbox, 'faults', { kind: 'token', fault: status })).status).toBe(404)
    expect((await requestToken(sandbox)).status).toBe(200)
  })

  it('scripts faults, lists them with what they did, and takes them back', async () => {
    const sandbox = await startSandbox({ control: true })
    const url = `${sandbox.url}/_sandbox/faults`
    const scripts = [
      { kind: 'token', fault: status },
      { kind: 'graphql', operation: 'A', count: 2, fault: { type: 'reset', when: 'before' } },
    ]
    const scripted = await send(sandbox, 'faults', scripts)
    expect(scripted.status).toBe(201)
    expect(await scripted.json()).toEqual({ scripted: sandbox.faults.unused() })
    expect((await requestToken(sandbox)).status).toBe(503)
    const list = await readObject(await fetch(url))
    expect(list).toEqual({ unused: sandbox.faults.unused(), log: sandbox.faults.log })
    expect(list).toMatchObject({ unused: [{ id: 'fault-2', remaining: 2 }], log: [{}] })
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
    expect(sandbox.faults.unused()).toEqual([])
  })

  it('moves cases, checks and PDFs, and starts anew', async () => {
    const sandbox = await startSandbox({ control: true })
    const outsider = await enter(sandbox, { fetch })
    const statusOf = async (caseId: string) => {
      const text = `{ caseDetails(caseId: "${caseId}") { ... on CaseInformation { caseStatus } } }`
      return (await outsider.result(text)).caseStatus
    }
    const command = async (body: object) => {
      const response = await send(sandbox, 'commands', body)
      return [response.status, await response.json()]
    }
    const done = [200, {}]
    expect(
      await command({ command: 'setCaseStatus', caseId: '1002', status: 'ABANDONED' }),
    ).toEqual(done)
    expect(await statusOf('1002')).toBe('ABANDONED')
    expect(await command({ command: 'completeVerification', caseId: '1004' })).toEqual(done)
    expect(await statusOf('1004')).toBe('READY_FOR_REVIEW')
    // What cannot be done just now is no mistake in the command.
    expect(await command({ command: 'completeVerification', caseId: '1003' })).toEqual([
      409,
      { error: expect.stringContaining('case 1003 is a draft') },
    ])
    const { id } = await outsider.result(
      'mutation { createCasePdf(input: { caseId: 1001 }) { id } }',
    )
    expect(await command({ command: 'failPdf', pdfId: id })).toEqual(done)
    expect(await command({ command: 'reset' })).toEqual(done)
    expect(sandbox.requests).toEqual([])
    const again = await enter(sandbox, { fetch })
    expect(
      await again.result(
        '{ caseDetails(caseId: "1002") { ... on CaseInformation { caseStatus } } }',
      ),
    ).toEqual({ caseStatus: 'DRAFT' })
  })

  it('tells what was asked and delivered, and judges it', async () => {
    const sandbox = await startSandbox({ control: true, webhookFetch: async () => new Response() })
    const outsider = await enter(sandbox, { fetch })
    await outsider.data(
      'mutation ($input: CreateWebhookInput!) { createWebhookSubscription(input: $input) { __typename } }',
      variablesOf('CreateWebhookSubscription'),
    )
    const get = async (part: string) => (await fetch(`${sandbox.url}/_sandbox/${part}`)).json()
    await send(sandbox, 'commands', { command: 'hold' })
    await send(sandbox, 'commands', { command: 'duplicate' })
    await send(sandbox, 'commands', { command: 'setCaseStatus', caseId: '1002', status: 'ON_HOLD' })
    expect(await get('deliveries')).toEqual([])
    await send(sandbox, 'commands', { command: 'release', order: 'reversed' })
    await sandbox.webhooks.idle()
    expect(await get('deliveries')).toMatchObject([{ attempt: 1 }, { attempt: 2, status: 200 }])
    const again = await send(sandbox, 'commands', { command: 'redeliver', id: 'delivery-1' })
    expect(await again.json()).toMatchObject({ id: 'delivery-1', attempt: 3, status: 200 })
    expect(await get('requests')).toEqual(sandbox.requests)
    expect(await get('review')).toEqual(JSON.parse(JSON.stringify(sandbox.review())))
    const wrong = await fetch(`${sandbox.url}/_sandbox/review`, { method: 'DELETE' })
    expect(wrong.status).toBe(405)
    expect(await get('constructor')).toEqual({
      error:
        'Here are /_sandbox/faults, /_sandbox/commands, /_sandbox/requests, /_sandbox/deliveries, /_sandbox/review.',
    })
  })

  it('stays out of the request log, and needs no user agent', async () => {
    const sandbox = await startSandbox({ control: true })
    expect((await sendRaw(`${sandbox.url}/_sandbox/faults`)).status).toBe(200)
    expect(sandbox.requests).toEqual([])
  })

  it('may be at another path, and answers in process as well', async () => {
    const sandbox = await startSandbox({ listen: false, control: { path: '/-/sandbox' } })
    const answer = await sandbox.fetch(`${sandbox.url}/-/sandbox/faults`)
    expect(await answer.json()).toEqual({ unused: [], log: [] })
    const elsewhere = await sandbox.fetch(`${sandbox.url}/-/sandboxes`, {
      headers: { 'user-agent': 'test' },
    })
    expect([elsewhere.status, sandbox.requestCounts.other]).toEqual([404, 1])
  })

  it('gives commands', async () => {
    const sandbox = await startSandbox({ control: true })
    const token = await getToken(sandbox)
    const command = async (body: object) => {
      const response = await send(sandbox, 'commands', body)
      return [response.status, await response.json()]
    }
    const reference = () =>
      postGraphql(sandbox, token, {
        query: '{ caseDetails(caseId: "1") { ... on CaseInformation { reference } } }',
      })
    expect(await command({ command: 'dropField', field: 'CaseInformation.reference' })).toEqual([
      200,
      {},
    ])
    expect((await reference()).status).toBe(400)
    await command({ command: 'restoreField', field: 'CaseInformation.reference' })
    expect((await reference()).status).toBe(200)
    await command({ command: 'advanceTime', ms: 86_400_000 })
    expect((await reference()).status).toBe(401)
    await command({ command: 'jumpClock', ms: -86_400_000 })
    expect((await reference()).status).toBe(200)
    await command({ command: 'revokeTokens' })
    expect((await reference()).status).toBe(401)
    const old = tokenBody(sandbox)
    expect(await command({ command: 'rotateSecret' })).toEqual([
      200,
      { clientSecret: sandbox.credentials.clientSecret },
    ])
    expect((await requestToken(sandbox, old)).status).toBe(401)
  })

  it.each([
    ['faults', '{', 'The body is not valid JSON.'],
    ['faults', { kind: 'token' }, 'faults.next: fault must be an object'],
    ['faults', [{ kind: 'token', fault: status }, {}], 'faults.next: kind must be one of'],
    ['commands', [], 'a command must be an object'],
    ['commands', {}, 'command must be one of revokeTokens, rotateSecret'],
    ['commands', { command: 'constructor' }, 'command must be one of revokeTokens'],
    ['commands', { command: 'reset', now: true }, 'a member that it does not know'],
    [
      'commands',
      { command: 'setCaseStatus', caseId: '1001', status: 'GONE' },
      'status must be one of ABANDONED',
    ],
    [
      'commands',
      { command: 'setCaseStatus', caseId: '1', status: 'DRAFT' },
      'no case with this id',
    ],
    [
      'commands',
      { command: 'completeVerification', caseId: '1001', outcome: 'MAYBE' },
      'outcome must be one of PASS',
    ],
    ['commands', { command: 'completePdf', pdfId: '600001' }, 'pdfId must be a number'],
    ['commands', { command: 'redeliver', id: 'delivery-1' }, 'no delivery with this id'],
    ['commands', { command: 'duplicate', count: 0 }, 'count must be a whole number'],
    ['commands', { command: 'release', order: 'random' }, 'order must be one of in_order'],
    ['commands', { command: 'revokeTokens', all: true }, 'a member that it does not know'],
    ['commands', { command: 'rotateSecret', clientId: 1 }, 'clientId must be a string'],
    ['commands', { command: 'rotateSecret', clientId: 'nobody' }, 'there is no such client'],
    ['commands', { command: 'dropField', field: 'A.b' }, 'the schema has no such field'],
    ['commands', { command: 'jumpClock', ms: '5' }, 'ms must be a number'],
    ['commands', { command: 'advanceTime', ms: -1 }, 'ms must not be negative'],
    ['commands', { command: 'advanceTime', ms: 1e16 }, 'ms must lead to a date'],
    ['commands', { command: 'jumpClock', ms: -1e16 }, 'ms must lead to a date'],
  ])('refuses at %s the body %j and does nothing', async (part, body, complaint) => {
    const sandbox = await startSandbox({ control: true })
    const response = await send(sandbox, part, body)
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({ error: expect.stringContaining(complaint) })
    expect(sandbox.faults.unused()).toEqual([])
  })

  it('knows its methods and its paths', async () => {
    const sandbox = await startSandbox({ control: true })
    const statusOf = async (path: string, method: string) =>
      (await fetch(`${sandbox.url}/_sandbox${path}`, { method })).status
    expect(await statusOf('/faults', 'PUT')).toBe(405)
    expect(await statusOf('/faults', 'OPTIONS')).toBe(405)
    expect(await statusOf('/commands', 'GET')).toBe(405)
    expect(await statusOf('/other', 'GET')).toBe(404)
    expect(await statusOf('/', 'POST')).toBe(404)
  })

  it('takes nothing that a form of a web page could send', async () => {
    const sandbox = await startSandbox({ control: true })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
      const headers = { 'content-type': type }
      const response = await send(sandbox, 'faults', { kind: 'token', fault: status }, headers)
      expect(response.status).toBe(415)
    }
    expect(sandbox.faults.unused()).toEqual([])
  })

  it.each([
    ['another origin', { origin: 'https://pages.example.test' }],
    ['a page without an origin', { origin: 'null' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a name that was pointed here', { host: 'pages.example.test' }],
    ['such a name with a port', { host: '127.0.0.1.example.test:80' }],
  ])('refuses %s', async (_, headers) => {
    const sandbox = await startSandbox({ control: true })
    for (const method of ['GET', 'DELETE', 'POST']) {
      const { status, text } = await sendRaw(`${sandbox.url}/_sandbox/faults`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'POST' && { body: '{"kind":"token","fault":{"type":"html"}}' }),
      })
      expect([status, JSON.parse(text)]).toEqual([403, { error: expect.any(String) }])
    }
    expect(sandbox.faults.unused()).toEqual([])
  })

  it('lets the sandbox’s own pages in', async () => {
    const sandbox = await startSandbox({ control: true })
    const headers = { origin: sandbox.url }
    expect((await sendRaw(`${sandbox.url}/_sandbox/faults`, { headers })).status).toBe(200)
  })

  it('is not fooled by an absolute request target', async () => {
    const sandbox = await startSandbox({ control: true })
    const { port } = new URL(sandbox.url)
    const statusCode = await new Promise((resolve, reject) => {
      const path = 'http://127.0.0.1/_sandbox/faults'
      const headers = { host: 'pages.example.test' }
      httpRequest({ port, host: '127.0.0.1', path, headers, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(statusCode).toBe(403)
  })

  it('answers any body with 201 or 400', async () => {
    const sandbox = await startSandbox({ listen: false, control: true })
    const post = (part: string, body: string) =>
      sandbox.fetch(`${sandbox.url}/_sandbox/${part}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        async (body, members) => {
          expect([201, 400]).toContain((await post('faults', body)).status)
          expect((await post('commands', body)).status).toBe(400)
          const command = JSON.stringify({ ...members, command: 'dropField' })
          expect((await post('commands', command)).status).toBe(400)
        },
      ),
    )
    sandbox.faults.clear()
  })

  it.each([
    [{ control: { path: 'faults' } }],
    [{ control: { path: '/' } }],
    [{ control: { path: '/x/' } }],
    [{ control: { path: '/graphql/control' } }],
    [{ control: { path: '/files' } }],
  ] satisfies readonly [SandboxOptions][])('refuses the option %o', async (options) => {
    await expect(createSandbox({ listen: false, ...options })).rejects.toThrow(
      new TypeError(
        'createSandbox: control must be true, false or { path } with a path like /_sandbox that the API does not use',
      ),
    )
  })
})
