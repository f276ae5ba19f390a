// What a client can do to a socket, beyond what fetch lets anybody do.
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { enter } from './outsider.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  sendRaw,
  startSandbox,
  tokenBody,
} from './support.js'

afterEach(closeSandboxes)

describe('pipelined requests', () => {
  it.each(['before', 'after'] as const)(
    'get their answers up to the one whose connection is reset %s executing',
    async (when) => {
      const sandbox = await startSandbox()
      const token = await getToken(sandbox)
      sandbox.faults.next({
        kind: 'graphql',
        operation: 'First',
        fault: { type: 'delay', ms: 100 },
      })
      const fault = { type: 'reset', when } as const
      sandbox.faults.next({ kind: 'graphql', operation: 'Second', fault })
      const request = (name: string) => {
        const body = JSON.stringify({ query: `query ${name} { me { apiClientId } }` })
        return [
          'POST /graphql/ HTTP/1.1',
          'Host: localhost',
          'User-Agent: raw/1.0',
          `Authorization: Bearer ${token}`,
          'Content-Type: application/json',
          `Content-Length: ${body.length}`,
          '',
          body,
        ].join('\r\n')
      }
      const { port } = new URL(sandbox.url)
      const received = await exchange(Number(port), request('First') + request('Second'))
      expect(received.match(/HTTP\/1\.1 \d+/g) ?? []).toEqual(['HTTP/1.1 200'])
      expect(sandbox.faults.unused()).toEqual([])
    },
  )
})

it('keeps idle connections for ten minutes, so that slow clients meet none that is ending', async () => {
  const sandbox = await startSandbox()
  for (const url of [sandbox.url, sandbox.storageUrl]) {
    expect((await fetch(url)).headers.get('keep-alive')).toBe('timeout=600')
  }
})

describe('a body that is too large', () => {
  const tooLarge = new Uint8Array(8 * 1024 * 1024 + 1)

  it.each([true, false])(
    'is refused and logged (in process: %s)',
    async (isInProcess) => {
      const sandbox = await startSandbox()
      const { send } = await enter(sandbox, isInProcess ? {} : { fetch })
      const answer = await send(sandbox.graphqlUrl, { method: 'POST', body: tooLarge })
      expect(answer.status).toBe(413)
      expect(await answer.json()).toEqual({
        errors: [
          {
            message: 'The body is larger than 8 MiB.',
            extensions: { code: 'PAYLOAD_TOO_LARGE' },
          },
        ],
      })
      expect(sandbox.requests.map(({ kind, status }) => [kind, status])).toEqual([
        ['token', 200],
        ['graphql', 413],
      ])
      expect(sandbox.review().requests).toBe(2)
    },
    30_000,
  )

  it('is refused in OAuth’s form at the token endpoint, and may be larger in an upload', async () => {
    const sandbox = await startSandbox({ listen: false })
    const { send } = await enter(sandbox)
    const init = { method: 'POST', body: tooLarge }
    expect(await (await send(sandbox.tokenUrl, init)).json()).toEqual({
      error: 'payload_too_large',
      error_description: 'The body is larger than 8 MiB.',
    })
    expect((await send(`${sandbox.url}/uploads/1`, init)).status).toBe(403)
  })

  it('is refused as a command', async () => {
    const sandbox = await startSandbox({ listen: false, control: true })
    const response = await sandbox.fetch(`${sandbox.url}/_sandbox/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: tooLarge,
    })
    expect(response.status).toBe(413)
  })
})

describe('what is nested too deeply', () => {
  const documents: readonly [string, string][] = [
    ['selections', nested('{ me', '}')],
    ['values', `{ caseDetails(caseId: ${nested('[', ']')}) { __typename } }`],
    ['types', `query ($deep: ${nested('[', ']', 'Int')}) { me { scopes } }`],
  ]
  it.each(documents)('is a parse error in %s', async (_, query) => {
    const sandbox = await startSandbox({ listen: false })
    const { ask } = await enter(sandbox)
    expect(await ask(query)).toMatchObject({
      status: 400,
      errors: [
        {
          message: 'The document is nested too deeply.',
          extensions: { code: 'GRAPHQL_PARSE_FAILED' },
        },
      ],
    })
  })

  it('does no harm in variables that no operation asks for', async () => {
    const sandbox = await startSandbox()
    const variables = nested('{"deep":', '}', '1')
    const body = `{"query":"{ me { scopes } }","variables":${variables}}`
    expect((await postGraphql(sandbox, await getToken(sandbox), body)).status).toBe(200)
  })
})

describe('the token endpoint', () => {
  it('refuses in OAuth’s form, and nothing of it may be kept', async () => {
    const sandbox = await startSandbox()
    const body = JSON.stringify(tokenBody(sandbox))
    const json = { 'content-type': 'application/json' }
    const named = { ...json, 'user-agent': 'raw/1.0' }
    for (const [method, headers, status] of [
      ['POST', json, 400],
      ['PUT', named, 405],
      ['GET', { 'user-agent': 'raw/1.0' }, 405],
    ] as const) {
      const answer = await sendRaw(sandbox.tokenUrl, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body }),
      })
      expect(answer.status).toBe(status)
      expect(JSON.parse(answer.text)).toEqual({
        error: 'invalid_request',
        error_description: expect.stringMatching(/./),
      })
      expect(answer.headers['cache-control']).toBe('no-store')
    }
  })
})

/** Far deeper than any call stack. */
function nested(open: string, close: string, inner = ''): string {
  return open.repeat(50_000) + inner + close.repeat(50_000)
}

/** Sends bytes, and gives all that comes back before the connection ends. */
function exchange(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => {
      received += text
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(received))
  })
}
