import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSandbox, type SandboxOptions } from '../../src/sandbox/index.js'
import { installProgram } from '../support/program.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  requestToken,
  sendRaw,
  startOfTest,
  startSandbox,
  tokenBody,
} from './support.js'

const ipv6 = await hasIpv6()

afterEach(closeSandboxes)

describe('listening', () => {
  it('listens on a free loopback port and says where', async () => {
    const sandbox = await startSandbox()
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
    expect(sandbox.tokenUrl).toBe(`${sandbox.url}/oauth/token`)
    expect(sandbox.graphqlUrl).toBe(`${sandbox.url}/graphql/`)
    expect(sandbox.audience).toBe('https://api.firstaml.com')
    expect((await requestToken(sandbox)).status).toBe(200)
  })

  it('frees its port when closed, and may be closed twice', async () => {
    const first = await startSandbox()
    const port = Number(new URL(first.url).port)
    // Leaves a keep-alive connection behind.
    await requestToken(first)
    await Promise.all([first.close(), first.close()])
    await first.close()
    await expect(requestToken(first)).rejects.toThrow('fetch failed')
    const second = await startSandbox({ port })
    expect(second.url).toBe(first.url)
  })

  it('ends requests that are still coming in when closed', async () => {
    const sandbox = await startSandbox()
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{')
    await once(socket, 'ready')
    // Its own connection is accepted after the one above, so that one is known to the server.
    await requestToken(sandbox)
    await Promise.all([sandbox.close(), once(socket, 'close')])
  })

  it('closes by await using', async () => {
    const sandbox = await startSandbox()
    await sandbox[Symbol.asyncDispose]()
    await expect(requestToken(sandbox)).rejects.toThrow('fetch failed')
  })

  it('says so when the port is in use', async () => {
    const { url } = await startSandbox()
    const port = Number(new URL(url).port)
    await expect(createSandbox({ port })).rejects.toThrow(
      `createSandbox: cannot listen on 127.0.0.1 port ${port}: the port is already in use`,
    )
  })

  it('takes a name for its host', async () => {
    const sandbox = await startSandbox({ host: 'localhost' })
    expect(sandbox.url).toMatch(/^http:\/\/localhost:\d+$/)
    expect((await requestToken(sandbox)).status).toBe(200)
  })

  it.runIf(ipv6)('takes an IPv6 address for its host', async () => {
    const sandbox = await startSandbox({ host: '::1' })
    expect(sandbox.url).toMatch(/^http:\/\/\[::1\]:\d+$/)
    expect((await requestToken(sandbox)).status).toBe(200)
  })

  it('lets the process end after it was closed', { timeout: 30_000 }, async () => {
    const program = await installProgram('src/sandbox/index.ts')
    const script = `
      const { createSandbox } = await import(${JSON.stringify(program.file)})
      const sandbox = await createSandbox()
      await (await fetch(sandbox.graphqlUrl)).text()
      await sandbox.close()
      process.stdout.write('closed')`
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { timeout: 20_000 },
    )
    await program.remove()
    expect({ stdout, stderr }).toEqual({ stdout: 'closed', stderr: '' })
  })
})

describe('the in-process fetch', () => {
  it('serves without a socket', async () => {
    const sandbox = await startSandbox({ listen: false })
    expect(sandbox.url).toBe('http://127.0.0.1:0')
    const response = await sandbox.fetch(sandbox.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'test' },
      body: JSON.stringify(tokenBody(sandbox)),
    })
    expect(response).toBeInstanceOf(Response)
    expect(response.status).toBe(200)
    await expect(fetch(sandbox.tokenUrl, { method: 'POST' })).rejects.toThrow('fetch failed')
  })

  it('shares its tokens with the socket and takes a Request', async () => {
    const sandbox = await startSandbox()
    const authorization = `Bearer ${await getToken(sandbox)}`
    const headers = { authorization, 'user-agent': 'test' }
    const response = await sandbox.fetch(new Request(`${sandbox.graphqlUrl}?sdl`, { headers }))
    expect(response.status).toBe(200)
  })

  it('adds no User-Agent', async () => {
    const sandbox = await startSandbox({ listen: false })
    expect((await sandbox.fetch(sandbox.graphqlUrl)).status).toBe(400)
  })

  it('answers for any host and calls none', async () => {
    const network = vi.spyOn(globalThis, 'fetch')
    const sandbox = await startSandbox({ listen: false })
    const headers = { 'user-agent': 'test' }
    const response = await sandbox.fetch('https://api.example.test/graphql/', { headers })
    expect(response.status).toBe(401)
    expect(network).not.toHaveBeenCalled()
  })

  it('rejects with the reason of an aborted signal', async () => {
    const sandbox = await startSandbox({ listen: false })
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(sandbox.fetch(sandbox.tokenUrl, { signal })).rejects.toThrow('enough')
    const controller = new AbortController()
    const pending = sandbox.fetch(sandbox.tokenUrl, { signal: controller.signal })
    controller.abort(new Error('too late'))
    await expect(pending).rejects.toThrow('too late')
  })

  it('fails as a network does once the sandbox is closed', async () => {
    const sandbox = await startSandbox({ listen: false })
    await sandbox.close()
    await expect(sandbox.fetch(sandbox.tokenUrl)).rejects.toThrow(new TypeError('fetch failed'))
  })
})

describe('the request log', () => {
  it('tells what was asked and holds no secret', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    sandbox.advanceTime(5)
    const headers = { 'user-agent': 'acme/1.0' }
    await postGraphql(sandbox, token, { query: 'query Who { me { apiClientId } }' }, headers)
    await postGraphql(sandbox, token, { query: '{ nothing }', operationName: 'Wrong' }, headers)
    await fetch(`${sandbox.graphqlUrl}?sdl&token=${token}`, { headers })
    await sendRaw(`${sandbox.url}/elsewhere`)
    const other = { operationName: null, receivedAt: startOfTest + 5 }
    const asked = { method: 'POST', path: '/graphql/', userAgent: 'acme/1.0' }
    expect(sandbox.requests).toEqual([
      {
        ...other,
        kind: 'token',
        method: 'POST',
        path: '/oauth/token',
        status: 200,
        userAgent: 'node',
        receivedAt: startOfTest,
      },
      { ...other, ...asked, kind: 'graphql', status: 200, operationName: 'Who' },
      { ...other, ...asked, kind: 'graphql', status: 400, operationName: 'Wrong' },
      { ...other, ...asked, kind: 'schema', method: 'GET', status: 401 },
      { ...other, kind: 'other', method: 'GET', path: '/elsewhere', status: 400, userAgent: null },
    ])
    expect(sandbox.requestCounts).toEqual({
      ...{ token: 1, graphql: 2, schema: 1, other: 1 },
      ...{ file: 0, upload: 0, storage: 0, view: 0 },
    })
    expect(JSON.stringify(sandbox.requests)).not.toContain(token)
  })
})

describe('options', () => {
  const wrong: readonly [string, SandboxOptions, string][] = [
    ['a port out of range', { port: 65_536 }, 'port must be an integer, 0–65535'],
    ['a port that is no integer', { port: 1.5 }, 'port must be an integer, 0–65535'],
    [
      'a host that is not loopback',
      { host: '0.0.0.0' },
      'host must be a loopback host: 127.0.0.1, localhost, ::1',
    ],
    [
      'a lifetime of zero',
      { tokenLifetimeSeconds: 0 },
      'tokenLifetimeSeconds must be a positive whole number of seconds',
    ],
    [
      'an empty client id',
      { credentials: { clientId: '', clientSecret: 'x' } },
      'credentials.clientId must be a non-empty string',
    ],
    [
      'an empty secret',
      { credentials: { clientId: 'x', clientSecret: ' ' } },
      'credentials.clientSecret must be a non-empty string',
    ],
    ['an empty schema', { schema: '' }, 'schema must be SDL text, not a path or an object'],
    [
      'a schema that does not parse',
      { schema: 'type Query {' },
      'schema is not valid SDL: Syntax Error: Expected Name, found <EOF>.',
    ],
  ]
  it.each(wrong)('refuses %s and names the option', async (_, options, message) => {
    await expect(createSandbox(options)).rejects.toThrow(new TypeError(`createSandbox: ${message}`))
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to advance by %d ms', async (ms) => {
    const sandbox = await startSandbox({ listen: false })
    expect(() => sandbox.advanceTime(ms)).toThrow(TypeError)
  })
})

async function hasIpv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(0, '::1', () => probe.close(() => resolve(true)))
  })
}
