// Every fault, over a socket and in process: what a client meets is the same.
import { request as httpRequest } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sandbox, SandboxFault } from '../../src/sandbox/index.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, isRecord, startOfTest, startSandbox } from './support.js'

afterEach(closeSandboxes)

const rename = `mutation Rename($reference: String) {
  updateCaseReference(input: { caseId: "1001", reference: $reference }) { __typename }
}`
const nameOf =
  'query NameOf { caseDetails(caseId: "1001") { ... on CaseInformation { reference } } }'

describe.each(['over a socket', 'in process'])('%s', (door) => {
  let sandbox: Sandbox
  let outsider: Outsider
  let doorFetch: typeof fetch

  beforeEach(async () => {
    sandbox = await startSandbox({ listen: door === 'over a socket' })
    doorFetch = door === 'over a socket' ? fetch : sandbox.fetch
    outsider = await enter(sandbox, { fetch: doorFetch })
  })

  const post = (query: string, variables = {}, init: RequestInit = {}) =>
    outsider.send(sandbox.graphqlUrl, {
      ...init,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    })
  const reference = async () => (await outsider.result(nameOf)).reference
  const next = (fault: SandboxFault) => sandbox.faults.next({ kind: 'graphql', fault })

  it('answers with a status and executes nothing', async () => {
    next({ type: 'status', status: 503, retryAfter: 2, headers: { 'x-request-id': 'r1' } })
    const response = await post(rename, { reference: 'changed' })
    expect(response.status).toBe(503)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(response.headers.get('x-request-id')).toBe('r1')
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'TEMPORARILY_UNAVAILABLE' } }],
    })
    expect(await reference()).toBe('CRM-1001')
  })

  it('answers with what it is told to, to the letter', async () => {
    next({ type: 'status', status: 418, retryAfter: 'soon', body: 'short and stout' })
    const response = await post(nameOf)
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([
      418,
      'soon',
      'short and stout',
    ])
    next({ type: 'status', status: 204 })
    expect(await (await post(nameOf)).text()).toBe('')
  })

  it.each(['before', 'after'] as const)('resets the connection %s executing', async (when) => {
    next({ type: 'reset', when })
    const failed = post(rename, { reference: 'changed' })
    await expect(failed).rejects.toThrow(new TypeError('fetch failed'))
    await expect(failed).rejects.toHaveProperty('cause.code', 'ECONNRESET')
    expect(sandbox.requests.at(-1)).toMatchObject({ status: 0, operationName: 'Rename' })
    expect(await reference()).toBe(when === 'before' ? 'CRM-1001' : 'changed')
  })

  it('breaks the connection while the body is sent, after the bytes it is told', async () => {
    next({ type: 'reset', when: 'during', bytes: 9 })
    const response = await post(rename, { reference: 'changed' })
    expect(response.status).toBe(200)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('{"data":{')
    await expect(reader?.read()).rejects.toMatchObject({
      message: 'terminated',
      cause: { code: 'UND_ERR_SOCKET' },
    })
    expect(await reference()).toBe('changed')
  })

  it.each([undefined, 0])('breaks it after %s bytes', async (bytes) => {
    next({ type: 'reset', when: 'during', bytes })
    await expect((await post(nameOf)).text()).rejects.toThrow('terminated')
  })

  it('cuts the contents off, with an answer that is whole by HTTP', async () => {
    const whole = await (await post(nameOf)).text()
    next({ type: 'truncate' })
    next({ type: 'truncate', bytes: 10 })
    next({ type: 'truncate', bytes: 10_000 })
    const half = whole.slice(0, Math.floor(whole.length / 2))
    expect(await (await post(nameOf)).text()).toBe(half)
    expect(await (await post(nameOf)).text()).toBe(whole.slice(0, 10))
    expect(await (await post(nameOf)).text()).toBe(whole.slice(0, -1))
  })

  it('answers with a page', async () => {
    next({ type: 'html' })
    next({ type: 'html', status: 502 })
    const page = await post(rename, { reference: 'changed' })
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    expect(await page.text()).toContain('<!doctype html>')
    expect((await post(nameOf)).status).toBe(502)
    expect(await reference()).toBe('CRM-1001')
  })

  it('answers with a GraphQL error and no data', async () => {
    next({ type: 'graphql_error', code: 'THROTTLED', message: 'Slow down.' })
    const response = await post(rename, { reference: 'changed' })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({
      errors: [{ message: 'Slow down.', extensions: { code: 'THROTTLED' } }],
    })
    expect(await reference()).toBe('CRM-1001')
  })

  it('never names another length than that of what is left of a file', async () => {
    const url = `${sandbox.url}/files/500001`
    const whole = await outsider.send(url)
    const size = (await whole.arrayBuffer()).byteLength
    expect(whole.headers.get('content-length')).toBe(String(size))
    sandbox.faults.next({ kind: 'storage', fault: { type: 'truncate', bytes: 10 } })
    const cut = await outsider.send(url)
    expect((await cut.arrayBuffer()).byteLength).toBe(10)
    expect([null, '10']).toContain(cut.headers.get('content-length'))
  })

  it('executes at once and holds the answer back', async () => {
    next({ type: 'delay', ms: 5 })
    expect((await post(rename, { reference: 'first' })).status).toBe(200)
    next({ type: 'delay', ms: 600_000 })
    let isAnswered = false
    const held = post(rename, { reference: 'second' }).finally(() => {
      isAnswered = true
    })
    held.catch(() => undefined)
    await vi.waitUntil(() => sandbox.faults.log.length === 2)
    await vi.waitUntil(async () => (await reference()) === 'second')
    expect(isAnswered).toBe(false)
  })

  it('lets go of a held answer when the client gives up, or the sandbox closes', async () => {
    next({ type: 'delay', ms: 600_000 })
    const controller = new AbortController()
    const given = post(rename, {}, { signal: controller.signal })
    given.catch(() => undefined)
    await vi.waitUntil(() => sandbox.faults.log.length === 1)
    controller.abort(new Error('enough'))
    await expect(given).rejects.toThrow('enough')

    next({ type: 'delay', ms: 600_000 })
    const cut = post(nameOf)
    cut.catch(() => undefined)
    await vi.waitUntil(() => sandbox.faults.log.length === 2)
    await sandbox.close()
    await expect(cut).rejects.toThrow('fetch failed')
  })

  it('meets the other kinds of requests as well, in their own form', async () => {
    for (const kind of ['token', 'schema', 'file', 'upload', 'storage'] as const) {
      sandbox.faults.next({ kind, fault: { type: 'status', status: 500 } })
    }
    const token = await outsider.send(sandbox.tokenUrl, { method: 'POST', body: '{}' })
    expect([token.status, await token.json()]).toMatchObject([500, { error: 'server_error' }])
    const file = `${sandbox.url}/files/500001`
    expect((await outsider.send(file)).status).toBe(500)
    expect((await outsider.send(`${sandbox.graphqlUrl}?sdl`)).status).toBe(500)
    const upload = await outsider.send(`${sandbox.url}/uploads/1`, { method: 'POST' })
    expect(upload.status).toBe(500)
    const storage = await outsider.send(file)
    expect([storage.status, storage.headers.get('content-type')]).toEqual([500, 'application/xml'])
  })

  it('breaks a download off, which goes on where it stopped', async () => {
    const file = `${sandbox.url}/files/500001`
    const whole = new Uint8Array(await (await outsider.send(file)).arrayBuffer())
    sandbox.faults.next({ kind: 'storage', fault: { type: 'reset', when: 'during', bytes: 20 } })
    const broken = await outsider.send(file)
    const part: number[] = []
    const reading = (async () => {
      for await (const chunk of broken.body ?? []) part.push(...chunk)
    })()
    await expect(reading).rejects.toThrow('terminated')
    expect(part).toEqual([...whole.slice(0, 20)])
    const rest = await outsider.send(file, { headers: { range: 'bytes=20-' } })
    expect(new Uint8Array(await rest.arrayBuffer())).toEqual(whole.slice(20))
  })

  it('resets a HEAD that is to break off, which has no body to break', async () => {
    const { headers } = await outsider.send(`${sandbox.url}/files/500001`, { redirect: 'manual' })
    sandbox.faults.next({ kind: 'storage', fault: { type: 'reset', when: 'during' } })
    const head = doorFetch(headers.get('location') ?? '', { method: 'HEAD' })
    await expect(head).rejects.toHaveProperty('cause.code', 'ECONNRESET')
  })
})

describe('scripts', () => {
  it('meet the operation they name, as often as they say, the oldest first', async () => {
    const sandbox = await startSandbox({ listen: false })
    const { ask } = await enter(sandbox)
    const status = (code: number) => ({ type: 'status', status: code }) as const
    sandbox.faults.next({ kind: 'graphql', operation: 'B', count: 2, fault: status(502) })
    sandbox.faults.next({ kind: 'graphql', fault: status(503) })
    sandbox.faults.next({ kind: 'token', fault: status(500) })
    const send = async (name: string) => (await ask(`query ${name} { me { apiClientId } }`)).status
    const seen = [
      await send('A'),
      await send('A'),
      await send('B'),
      await send('B'),
      await send('B'),
    ]
    expect(seen).toEqual([503, 200, 502, 502, 200])
    expect(sandbox.faults.log).toEqual([
      { id: 'fault-2', kind: 'graphql', operationName: 'A', type: 'status', at: startOfTest },
      { id: 'fault-1', kind: 'graphql', operationName: 'B', type: 'status', at: startOfTest },
      { id: 'fault-1', kind: 'graphql', operationName: 'B', type: 'status', at: startOfTest },
    ])
    expect(sandbox.faults.unused()).toEqual([
      {
        id: 'fault-3',
        kind: 'token',
        operation: null,
        count: 1,
        remaining: 1,
        fault: { type: 'status', status: 500 },
      },
    ])
    sandbox.faults.clear()
    expect(sandbox.faults.unused()).toEqual([])
  })

  it.each([
    ['GET', 'query=query+Named+%7B+me+%7B+apiClientId+%7D+%7D', undefined],
    ['POST', '', { query: 'query Other { me { apiClientId } }', operationName: 'Named' }],
    ['POST', '', { query: 'fragment F on Case { id } query Named { me { apiClientId } }' }],
  ])('find the name in a %s with %s %o', async (method, search, body) => {
    const sandbox = await startSandbox({ listen: false })
    const { send } = await enter(sandbox)
    const fault = { type: 'status', status: 500 } as const
    sandbox.faults.next({ kind: 'graphql', operation: 'Named', fault })
    const url = `${sandbox.graphqlUrl}?${search}`
    const response = await send(url, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    expect(response.status).toBe(500)
  })

  it.each(['', '[]', '{', '{"query":3}', '{"query":"{"}', '{"query":"{ a } { b }"}'])(
    'pass over the body %s',
    async (body) => {
      const sandbox = await startSandbox({ listen: false, onUnusedFaults: 'ignore' })
      const { send } = await enter(sandbox)
      const fault = { type: 'status', status: 500 } as const
      sandbox.faults.next({ kind: 'graphql', operation: 'Named', fault })
      const headers = { 'content-type': 'application/json' }
      const response = await send(sandbox.graphqlUrl, { method: 'POST', headers, body })
      expect(response.status).not.toBe(500)
      expect(sandbox.faults.log).toEqual([])
    },
  )

  it('leave preflight requests alone, and are not changed with the object they came in', async () => {
    const sandbox = await startSandbox({ listen: false })
    const fault = { type: 'status' as const, status: 500 }
    sandbox.faults.next({ kind: 'token', fault })
    fault.status = 400
    const headers = { 'user-agent': 'test' }
    const preflight = await sandbox.fetch(sandbox.tokenUrl, { method: 'OPTIONS', headers })
    const post = await sandbox.fetch(sandbox.tokenUrl, { method: 'POST', headers })
    expect([preflight.status, post.status]).toEqual([204, 500])
  })

  it('are seen by Node’s http as a broken connection', async () => {
    const sandbox = await startSandbox()
    sandbox.faults.next({ kind: 'token', fault: { type: 'reset', when: 'before' } })
    const error = await new Promise((resolve) => {
      httpRequest(sandbox.tokenUrl, { method: 'POST', agent: false }).on('error', resolve).end()
    })
    expect(isRecord(error) && error.code).toBe('ECONNRESET')
  })
})

describe('unused faults at close', () => {
  const fault = { type: 'status', status: 500 } as const
  const script = { kind: 'graphql', operation: 'CreateLiteCase', count: 2, fault } as const

  it('reject it once, when everything is closed', async () => {
    const sandbox = await startSandbox()
    sandbox.faults.next(script)
    await expect(sandbox.close()).rejects.toThrow(
      'fault-1 (status for graphql CreateLiteCase, 0 of 2 used)',
    )
    await expect(fetch(sandbox.url)).rejects.toThrow('fetch failed')
    await sandbox.close()
  })

  it('are warned of, or ignored, when told so', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    for (const onUnusedFaults of ['warn', 'ignore'] as const) {
      const sandbox = await startSandbox({ listen: false, onUnusedFaults })
      sandbox.faults.next(script)
      await sandbox.close()
    }
    expect(warn).toHaveBeenCalledOnce()
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('fault-1 (status for graphql CreateLiteCase, 0 of 2 used)'),
      'SandboxWarning',
    )
  })

  it('are none when they were taken back', async () => {
    const sandbox = await startSandbox({ listen: false })
    sandbox.faults.next(script)
    sandbox.faults.clear()
    await sandbox.close()
  })
})
