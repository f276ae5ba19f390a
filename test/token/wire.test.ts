// The token endpoint on real sockets, behaving badly.
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient, createTokenSource, type TokenSourceOptions } from '../../src/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import {
  createVendorRig,
  fakeCredentials,
  type RigHandler,
  sendJson,
  type VendorRig,
} from '../support/vendor-rig.js'
import { failureOf, until } from './source-rig.js'

let vendor: VendorRig
beforeEach(async () => {
  vendor = await createVendorRig()
})
afterEach(() => vendor.close())

/** Waits between attempts pass at once; time limits never end. */
const impatient: TokenSourceOptions['runtime'] = {
  after: (delayMs, callback) => {
    if (delayMs < 10_000) setImmediate(callback)
    return () => {}
  },
}

function sourceOf(options: Partial<TokenSourceOptions> = {}) {
  return createTokenSource({
    ...fakeCredentials,
    tokenUrl: vendor.tokenUrl,
    runtime: impatient,
    ...options,
  })
}

/** Answers as told, and then as a good vendor does. */
function failFirst(times: number, fail: RigHandler): RigHandler {
  return (request, response, index) => {
    if (index < times) return fail(request, response, index)
    sendJson(response, 200, { access_token: 'good', expires_in: 60, token_type: 'Bearer' })
  }
}

describe('A8 and A10: answers that are no token', () => {
  it('A8: nothing of an answer without a token reaches the API', async () => {
    let answered = 0
    for (const body of [{}, { access_token: '' }, { access_token: 5 }, { access_token: null }]) {
      vendor.onToken = (_request, response) => sendJson(response, 200, body)
      const client = createClient({ ...fakeCredentials, baseUrl: vendor.url })
      expect(await failureOf(client.request('{ me { apiClientId } }'))).toMatchObject({
        code: 'token_unavailable',
        reason: 'invalid_response',
      })
      expect(vendor.graphqlRequests).toHaveLength(answered++)
      vendor.onToken = undefined
      await client.request('{ me { apiClientId } }')
      expect(vendor.graphqlRequests.at(-1)?.token).toBe(`rig-token-${vendor.tokenRequests.length}`)
      client.dispose()
    }
  })

  const secret = fakeCredentials.clientSecret
  const answers: [string, number, string, string, RegExp?][] = [
    ['a web page', 200, 'text/html', `<html>Sign in, ${secret}!</html>`, /Sign in/],
    ['JSON that is cut off', 200, 'application/json', '{"access_token":"cut-tok'],
    ['a 201', 201, 'application/json', '{"access_token":"a-token"}', /answered 201/],
    ['a 404 page', 404, 'text/html', `<h1>Not here</h1>${secret} ${'x'.repeat(9_000)}`, /Not here/],
    ['an empty 200', 200, 'application/json', ''],
  ]
  it.each(answers)('A10: %s is a typed error', async (_name, status, type, body, message = /./) => {
    vendor.onToken = (_request, response) => {
      response.writeHead(status, { 'content-type': type })
      response.end(body)
    }
    const error = await failureOf(sourceOf().get())
    expect(error).toMatchObject({ code: 'token_unavailable', reason: 'invalid_response', status })
    expect(error).toMatchObject({ message: expect.stringMatching(message) })
    const { message: text } = error as Error
    expect(text).not.toMatch(/cut-tok|a-token/)
    expect(text).not.toContain(secret)
    expect(text.length).toBeLessThan(400)
    expect(vendor.tokenRequests).toHaveLength(1)
  })

  it('A10: a redirect is not followed, so that the credentials stay', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      vendor.onToken = (_request, response) => {
        response.writeHead(status, { location: `${vendor.url}/elsewhere?secret=1` })
        response.end()
      }
      const error = await failureOf(sourceOf().get())
      expect(error).toMatchObject({ reason: 'invalid_response', status })
      expect(String(error)).toContain('redirect')
    }
    expect(vendor.otherRequests).toEqual([])
    expect(vendor.tokenRequests).toHaveLength(5)
  })
})

describe('A11: answers without end', () => {
  it('A11: 50 MB are read no further than a token can be long', async () => {
    let written = 0
    let closed = false
    vendor.onToken = (_request, response) => {
      response.on('close', () => {
        closed = true
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      const chunk = Buffer.alloc(65_536, 'x')
      const more = () => {
        while (!response.destroyed && written < 50_000_000) {
          written += chunk.length
          if (!response.write(chunk)) return void response.once('drain', more)
        }
        response.end()
      }
      more()
    }
    expect(await failureOf(sourceOf().get())).toMatchObject({
      reason: 'invalid_response',
      message: expect.stringContaining('too long'),
    })
    await until(() => closed, 'the connection being let go')
    // What the sockets' buffers of both sides hold, at most.
    expect(written).toBeLessThan(20_000_000)
  })

  it('A11: an answer that stops half-way ends with the time limit', async () => {
    const clock = createFakeClock()
    let closed = false
    vendor.onToken = (_request, response) => {
      response.on('close', () => {
        closed = true
      })
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"access_token":"ha')
    }
    const getting = failureOf(sourceOf({ runtime: clock.runtime, attempts: 1 }).get())
    await until(() => vendor.tokenRequests.length === 1, 'the request')
    await clock.advance(10_000)
    expect(await getting).toMatchObject({ reason: 'timeout' })
    await until(() => closed, 'the connection being let go')
  })
})

describe('A12: no answer at all', () => {
  it('A12: fails within the limit, frees who waits, and the next operation tries again', async () => {
    const clock = createFakeClock()
    vendor.onToken = () => {}
    const source = sourceOf({ runtime: clock.runtime })
    const startedAt = clock.runtime.monotonic()
    let endedAt = 0
    const waiters = Array.from({ length: 10 }, async () => {
      const error = await failureOf(source.get())
      endedAt = clock.runtime.monotonic()
      return error
    })
    for (let attempt = 1; attempt <= 3; attempt++) {
      await until(() => vendor.tokenRequests.length === attempt, `attempt ${attempt}`)
      await clock.advance(10_000)
      // The wait before the next attempt, unless the whole limit has ended.
      if (attempt < 3) await clock.advance(400)
    }
    const errors = await Promise.all(waiters)
    expect(new Set(errors).size).toBe(1)
    expect(errors[0]).toMatchObject({ code: 'token_unavailable', reason: 'timeout' })
    expect(endedAt - startedAt).toBe(30_000)
    expect(clock.pendingTimers()).toBe(0)
    vendor.onToken = undefined
    expect((await source.get()).value).toBe('rig-token-4')
  })

  it('A12: a fetch that does not listen to its signal is left alone, and cleaned up after', async () => {
    const clock = createFakeClock()
    let cancelled = false
    let answer: (response: Response) => void = () => {}
    const source = sourceOf({
      runtime: clock.runtime,
      attempts: 1,
      fetch: () => new Promise((resolve) => (answer = resolve)),
    })
    const getting = failureOf(source.get())
    await clock.advance(10_000)
    expect(await getting).toMatchObject({ reason: 'timeout' })
    answer(
      new Response(
        new ReadableStream({
          cancel: () => {
            cancelled = true
          },
        }),
      ),
    )
    await clock.settle()
    expect(cancelled).toBe(true)
  })
})

describe('D1: failures that pass', () => {
  it('D1: 500, 502, 503, 504, 408 and 429 are retried', async () => {
    for (const status of [500, 502, 503, 504, 408, 429]) {
      const before = vendor.tokenRequests.length
      vendor.onToken = failFirst(before + 2, (_request, response) => sendJson(response, status, {}))
      expect((await sourceOf().get()).value).toBe('good')
      expect(vendor.tokenRequests.length - before).toBe(3)
    }
  })

  it('D1: and given up after the attempts configured', async () => {
    for (const [status, reason] of [
      [500, 'server_error'],
      [503, 'server_error'],
      [429, 'throttled'],
    ] as const) {
      for (const attempts of [1, 2, 4]) {
        const before = vendor.tokenRequests.length
        vendor.onToken = (_request, response) => sendJson(response, status, {})
        expect(await failureOf(sourceOf({ attempts }).get())).toMatchObject({
          code: 'token_unavailable',
          reason,
          status,
        })
        expect(vendor.tokenRequests.length - before).toBe(attempts)
      }
    }
  })

  it('D1: 501 and 505 are not retried: they will not pass', async () => {
    vendor.onToken = (_request, response) => sendJson(response, 501, {})
    expect(await failureOf(sourceOf().get())).toMatchObject({ status: 501 })
    expect(vendor.tokenRequests).toHaveLength(1)
  })

  /** A server that treats its connections as told; `count` of them came. */
  async function tcpServer(onConnection: (socket: Socket, index: number) => void) {
    const sockets: Socket[] = []
    const server = createTcpServer((socket) => {
      socket.on('error', () => {})
      onConnection(socket, sockets.push(socket) - 1)
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const close = () => new Promise((closed) => server.close(closed))
    return { port, count: () => sockets.length, close }
  }

  it('D1: a connection reset after the request is retried', async () => {
    const body = '{"access_token":"good","expires_in":60}'
    const server = await tcpServer((socket, index) => {
      socket.once('data', () => {
        if (index < 2) socket.resetAndDestroy()
        else
          socket.end(
            `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
          )
      })
    })
    const tokenUrl = `http://127.0.0.1:${server.port}/oauth/token`
    expect((await sourceOf({ tokenUrl }).get()).value).toBe('good')
    expect(server.count()).toBe(3)
    await server.close()
  })

  it('D1: an answer cut in its body is retried', async () => {
    const server = await tcpServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"access_token":"half')
        setImmediate(() => socket.resetAndDestroy())
      })
    })
    const tokenUrl = `http://127.0.0.1:${server.port}/oauth/token`
    const error = await failureOf(sourceOf({ tokenUrl }).get())
    expect(error).toMatchObject({ reason: 'network' })
    expect(server.count()).toBe(3)
    await server.close()
  })

  it('D1: a refused connection is retried, and its code is told', async () => {
    const server = await tcpServer(() => {})
    await server.close()
    const requested: number[] = []
    const error = await failureOf(
      sourceOf({
        tokenUrl: `http://127.0.0.1:${server.port}/oauth/token`,
        onEvent: (event) => {
          if (event.type === 'token_requested') requested.push(event.attempt)
        },
      }).get(),
    )
    expect(requested).toEqual([1, 2, 3])
    expect(error).toMatchObject({ reason: 'network' })
    expect(String((error as Error).cause)).toContain('ECONNREFUSED')
  })

  it('D1: TLS that is reset before any byte is retried', async () => {
    const server = await tcpServer((socket) => socket.resetAndDestroy())
    const tokenUrl = `https://127.0.0.1:${server.port}/oauth/token`
    expect(await failureOf(sourceOf({ tokenUrl }).get())).toMatchObject({ reason: 'network' })
    expect(server.count()).toBe(3)
    await server.close()
  })
})
