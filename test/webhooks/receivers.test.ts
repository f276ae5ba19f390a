// Both receivers answer alike: one table, asked of the handler in process, of the handler behind a
// socket, and of the listener that Node's http calls.
import { connect } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  createWebhookDeduplicator,
  createWebhookHandler,
  createWebhookListener,
  WebhookError,
} from '../../src/webhooks/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import { closeServers, serve, vector } from './support.js'

const created = vector('a case is created')
const key = created.key
const empty = vector('an empty body')

type Options = Parameters<typeof createWebhookHandler>[0]

interface Receiver {
  readonly name: string
  /** Starts it, and gives a way to send it requests. */
  readonly start: (options: Options) => Promise<(init: RequestInit) => Promise<Response>>
}

const receivers: readonly Receiver[] = [
  {
    name: 'createWebhookHandler',
    start: async (options) => {
      const handler = createWebhookHandler(options)
      return (init) => handler(new Request('https://app.example.test/webhooks', init))
    },
  },
  {
    name: 'createWebhookListener',
    start: async (options) => {
      const url = await serve(createWebhookListener(options))
      return (init) => fetch(url, init)
    },
  },
]

const signed = (signature = created.signature) => ({ 'x-faml-signature': signature })

/** A body that is sent in pieces, without a length. */
function chunked(pieces: Iterable<string>): RequestInit {
  const encoder = new TextEncoder()
  const iterator = pieces[Symbol.iterator]()
  const body = new ReadableStream({
    pull: (controller) => {
      const { done, value } = iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  // Node wants to be told; the type of fetch does not know it yet.
  return Object.assign({ method: 'POST', body }, { duplex: 'half' as const })
}

afterEach(closeServers)

describe.each(receivers)('$name', ({ start }) => {
  const begin = async (options: Partial<Options> = {}) => {
    const handle = vi.fn<Options['handle']>()
    const onError = vi.fn<Options['onError']>()
    const send = await start({ key, handle, onError, ...options })
    const codes = () =>
      onError.mock.calls.map(([error]) => (error instanceof WebhookError ? error.code : error))
    return { send, handle, codes }
  }

  it('answers 204 and hands over the event', async () => {
    const { send, handle, codes } = await begin()
    const answer = await send({ method: 'POST', headers: signed(), body: created.payload })
    expect([answer.status, await answer.text()]).toEqual([204, ''])
    expect(handle.mock.calls).toEqual([
      [{ eventType: 'CaseCreated', caseId: '4711', officeKey: 'off-wellington' }],
    ])
    expect(codes()).toEqual([])
  })

  it('puts a body together that comes letter by letter', async () => {
    const { send, handle } = await begin()
    const answer = await send({ ...chunked(created.payload), headers: signed() })
    expect(answer.status).toBe(204)
    expect(handle).toHaveBeenCalledTimes(1)
  })

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('answers 405 to %s', async (method) => {
    const { send, handle } = await begin()
    const answer = await send({ method, headers: signed() })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST'])
    expect(handle).not.toHaveBeenCalled()
  })

  const refused: ReadonlyArray<[number, string, RequestInit]> = [
    [401, 'webhook_signature_missing', { body: created.payload }],
    [401, 'webhook_signature_malformed', { headers: signed('no!'), body: created.payload }],
    [401, 'webhook_signature_length', { headers: signed('AAAA'), body: created.payload }],
    [401, 'webhook_signature_mismatch', { headers: signed(), body: `${created.payload} ` }],
    [401, 'webhook_signature_mismatch', { headers: signed() }],
    [400, 'webhook_payload_not_json', { headers: signed(empty.signature) }],
    [413, 'webhook_payload_too_large', { headers: signed(), body: ' '.repeat(65_537) }],
    [413, 'webhook_payload_too_large', { headers: signed(), body: ' '.repeat(5_000_000) }],
  ]
  it.each(refused)('answers %i with %s', async (status, code, init) => {
    const { send, handle, codes } = await begin()
    const answer = await send({ method: 'POST', ...init })
    expect([answer.status, await answer.text()]).toEqual([status, code])
    expect(codes()).toEqual([code])
    expect(handle).not.toHaveBeenCalled()
  })

  it('answers 413 to a body without a length too', async () => {
    const { send, codes } = await begin()
    const pieces = Array.from({ length: 100 }, () => ' '.repeat(10_000))
    const answer = await send({ ...chunked(pieces), headers: signed() })
    expect([answer.status, codes()]).toEqual([413, ['webhook_payload_too_large']])
  })

  it('takes a body of exactly maxBytes, and not one byte more', async () => {
    const maxBytes = created.payload.length
    const init = { method: 'POST', headers: signed(), body: created.payload }
    const exact = await begin({ maxBytes })
    expect((await exact.send(init)).status).toBe(204)
    const less = await begin({ maxBytes: maxBytes - 1 })
    expect((await less.send(init)).status).toBe(413)
    const none = await begin({ maxBytes: Number.NaN })
    expect((await none.send(init)).status).toBe(413)
  })

  it('answers 500 when the handling fails, whatever it fails with', async () => {
    for (const failure of [
      new Error('the queue is full'),
      new WebhookError('webhook_key_unusable', 500, 'This one is the application’s.'),
    ]) {
      const handle = vi.fn(() => Promise.reject(failure))
      const { send, codes } = await begin({ handle })
      const answer = await send({ method: 'POST', headers: signed(), body: created.payload })
      expect([answer.status, await answer.text()]).toEqual([500, ''])
      expect(codes()).toEqual([failure instanceof WebhookError ? failure.code : failure])
    }
  })

  it('answers a duplicate 204 without handling it, and a failed one anew', async () => {
    let isBroken = true
    const handle = vi.fn(async () => {
      if (isBroken) throw new Error('the queue is full')
    })
    const { send } = await begin({ handle, deduplicator: createWebhookDeduplicator() })
    const statuses: number[] = []
    for (let n = 0; n < 4; n++) {
      const init = { method: 'POST', headers: signed(), body: created.payload }
      statuses.push((await send(init)).status)
      isBroken = n < 1
    }
    expect(statuses).toEqual([500, 500, 204, 204])
    expect(handle).toHaveBeenCalledTimes(3)
  })

  it('takes either key of two', async () => {
    const { send, handle } = await begin({ key: [vector('the same under another key').key, key] })
    const answer = await send({ method: 'POST', headers: signed(), body: created.payload })
    expect([answer.status, handle.mock.calls.length]).toEqual([204, 1])
  })

  it('refuses an unusable key when it is created', async () => {
    await expect(begin({ key: '' })).rejects.toThrow(WebhookError)
  })

  it('gives up on a body that does not come to its end, at its time', async () => {
    const clock = createFakeClock()
    const { send, handle, codes } = await begin({ runtime: clock.runtime })
    const neverEnding = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{')),
    })
    const init = { method: 'POST', body: neverEnding, headers: signed() }
    const sending = send(Object.assign(init, { duplex: 'half' as const }))
    await vi.waitFor(() => expect(clock.pendingTimers()).toBe(1))
    await clock.advance(9_999)
    expect(codes()).toEqual([])
    await clock.advance(1)
    expect(codes()).toEqual(['webhook_payload_incomplete'])
    const answer = await sending
    expect([answer.status, answer.headers.get('connection')]).toEqual([408, 'close'])
    expect(handle).not.toHaveBeenCalled()
  })

  it('leaves no timer behind', async () => {
    const clock = createFakeClock()
    const { send } = await begin({ runtime: clock.runtime })
    for (const body of [created.payload, ' '.repeat(70_000)])
      await send({ method: 'POST', headers: signed(), body })
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('createWebhookHandler', () => {
  it('ends a body that goes on after its time', async () => {
    const clock = createFakeClock()
    const { runtime } = clock
    const handler = createWebhookHandler({ key, handle: () => {}, onError: () => {}, runtime })
    let pulls = 0
    const cancel = vi.fn()
    const body = new ReadableStream({
      // Not before its turn, so that the test gets one too.
      pull: async (controller) => {
        pulls += 1
        await new Promise((resolve) => setImmediate(resolve))
        if (cancel.mock.calls.length === 0) controller.enqueue(new Uint8Array(1))
      },
      cancel,
    })
    const init = Object.assign({ method: 'POST', body }, { duplex: 'half' as const })
    const answering = handler(new Request('https://app.example.test/webhooks', init))
    await vi.waitFor(() => expect(pulls).toBeGreaterThan(3))
    await clock.advance(10_000)
    expect((await answering).status).toBe(408)
    await vi.waitFor(() => expect(cancel).toHaveBeenCalledTimes(1))
  })

  it('tells of a body that breaks off, and of why', async () => {
    const onError = vi.fn()
    const handler = createWebhookHandler({ key, handle: () => {}, onError })
    const cause = new Error('the connection is gone')
    const body = new ReadableStream({ pull: (controller) => controller.error(cause) })
    const init = Object.assign({ method: 'POST', body }, { duplex: 'half' as const })
    const answer = await handler(new Request('https://app.example.test/webhooks', init))
    expect(answer.status).toBe(408)
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'webhook_payload_incomplete', cause })
  })

  it('refuses a request that was read before, in words that help', async () => {
    const onError = vi.fn()
    const handler = createWebhookHandler({ key, handle: () => {}, onError })
    const init = { method: 'POST', headers: signed(), body: created.payload }
    const request = new Request('https://app.example.test/webhooks', init)
    await request.clone().json()
    expect((await handler(request.clone())).status).toBe(204)
    await request.json()
    expect((await handler(request)).status).toBe(401)
    expect(String(onError.mock.calls[0]?.[0])).toContain('before any parser')
  })
})

describe('createWebhookListener', () => {
  const receive = (handle: Options['handle'] = () => {}) => {
    const onError = vi.fn<Options['onError']>()
    return { listener: createWebhookListener({ key, handle, onError }), onError }
  }
  const begin = async (handle?: Options['handle']) => {
    const { listener, onError } = receive(handle)
    return { url: await serve(listener), onError }
  }

  it('serves the next request of a connection after a body that was too large', async () => {
    const { url } = await begin()
    const post = (body: string) => fetch(url, { method: 'POST', headers: signed(), body })
    expect((await post(' '.repeat(1_000_000))).status).toBe(413)
    expect((await post(created.payload)).status).toBe(204)
  })

  it('notices a sender that goes away in the middle', async () => {
    const { url, onError } = await begin()
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{"eventType"')
    await new Promise((resolve) => setTimeout(resolve, 20))
    socket.destroy()
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1))
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'webhook_payload_incomplete' })
  })

  it('ends the connection when even telling of an error fails', async () => {
    const onError = () => {
      throw new Error('the logger is broken')
    }
    const url = await serve(createWebhookListener({ key, handle: () => {}, onError }))
    await expect(fetch(url, { method: 'POST', body: '{}' })).rejects.toThrow('fetch failed')
  })

  const readBefore: ReadonlyArray<[when: string, hand: (listen: () => void) => void]> = [
    ['just now', (listen) => listen()],
    ['a while ago', (listen) => setTimeout(listen, 20)],
  ]
  it.each(readBefore)(
    'refuses a body that a parser read %s, in words that help',
    async (_, hand) => {
      const { listener, onError } = receive()
      const url = await serve((request, response) => {
        request.resume().on('end', () => hand(() => listener(request, response)))
      })
      const answer = await fetch(url, { method: 'POST', headers: signed(), body: created.payload })
      expect(answer.status).toBe(401)
      expect(String(onError.mock.calls[0]?.[0])).toContain('before any parser')
    },
  )

  it('answers a hundred deliveries at once, each its own', async () => {
    const seen: unknown[] = []
    const { url } = await begin((event) => seen.push(event))
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        fetch(url, {
          method: 'POST',
          headers: signed(n % 2 ? undefined : vector('a status changes').signature),
          body: created.payload,
        }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(
      Array.from({ length: 100 }, (_, n) => (n % 2 ? 204 : 401)),
    )
    expect(seen).toHaveLength(50)
  })
})

describe('a receiver', () => {
  it.each(['handle', 'onError'])('is not made without %s', (name) => {
    // As JavaScript leaves it out, which no type stops.
    const options = { key, handle: () => {}, onError: () => {}, [name]: undefined } as Options
    for (const create of [createWebhookHandler, createWebhookListener]) {
      expect(() => create(options)).toThrow(TypeError)
      expect(() => create(options)).toThrow('handle and onError must be functions')
    }
  })
})
