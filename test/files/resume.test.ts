// A download whose connection breaks: every byte once and in order, or an error, on real sockets.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClientEvent, FirstAmlClient } from '../../src/index.js'
import { failureOf } from '../fetch/api-rig.js'
import {
  answer,
  bytesOf,
  createContents,
  createFileRigs,
  type Served,
  serve,
  strongEtag,
} from './file-rig.js'

const rig = createFileRigs()
const contents = createContents(300_000)
const lastModified = {
  'last-modified': 'Mon, 23 Nov 2026 00:00:00 GMT',
  date: 'Mon, 23 Nov 2026 12:00:00 GMT',
}

/** Serves answer after answer as told; the last for good. */
const script = (...answers: Array<Partial<Served>>) => {
  const { api } = rig()
  api.onOther = (request, response, index) =>
    serve(request, response, { contents, ...(answers[index] ?? answers.at(-1)) })
}
const download = async (client: FirstAmlClient = rig().client) =>
  bytesOf(await client.download(rig().contentsUrl))
const ranges = () => rig().api.otherRequests.map(({ headers }) => headers.range)

describe('a download that breaks', () => {
  it.each([
    ['a strong ETag', strongEtag, '"v1"'],
    ['a date of change', lastModified, lastModified['last-modified']],
    ['both', { ...lastModified, ...strongEtag }, '"v1"'],
    ['a weak ETag and a date', { ...lastModified, etag: 'W/"v1"' }, lastModified['last-modified']],
  ])('goes on with Range where the file has %s', async (_what, headers, condition) => {
    script({ headers, breakAfter: 100_000 }, { headers })
    expect((await download()).equals(contents)).toBe(true)
    const { api } = rig()
    expect(ranges()).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)])
    expect(api.otherRequests[1]?.headers['if-range']).toBe(condition)
    expect(api.otherRequests[1]?.token).toBe('rig-token-1')
  })

  it('goes on where it ends properly, but too early', async () => {
    const parts = [
      new Response('01234', { headers: { ...strongEtag, 'content-length': '10' } }),
      new Response('56789', {
        status: 206,
        headers: { ...strongEtag, 'content-range': 'bytes 5-9/10' },
      }),
    ]
    // Only a fetch of the application's own gives such a body; the platform's refuses it.
    const client = rig().clientOf({
      fetch: async (input, init) =>
        String(input).endsWith('/oauth/token')
          ? fetch(input, init)
          : (parts.shift() ?? Response.error()),
    })
    expect((await download(client)).toString()).toBe('0123456789')
  })

  it('goes on again and again while that brings it on', async () => {
    script(...Array.from({ length: 3 }, () => ({ breakAfter: 70_000 })), {})
    expect((await download()).equals(contents)).toBe(true)
    expect(rig().api.otherRequests.length).toBeGreaterThanOrEqual(4)
  })

  it('goes on where the length is unknown', async () => {
    script({ chunked: true, breakAfter: 100_000 }, { chunked: true })
    expect((await download()).equals(contents)).toBe(true)
  })

  it('skips what it has when the server sends the same file from the beginning', async () => {
    script(
      { breakAfter: 100_000 },
      { ignoreRange: true, breakAfter: 150_000 },
      { ignoreRange: true },
    )
    expect((await download()).equals(contents)).toBe(true)
  })

  it('never takes another version for the rest', async () => {
    const other = { contents: createContents(300_001).subarray(1), headers: { etag: '"v2"' } }
    const changes: Served[] = [other, { ...other, headers: {} }, { ...other, ignoreRange: true }]
    for (const changed of changes) {
      const { api } = rig()
      const first = api.otherRequests.length
      api.onOther = (request, response, index) =>
        serve(request, response, index === first ? { contents, breakAfter: 100_000 } : changed)
      expect(await failureOf(download())).toMatchObject({
        code: 'download_incomplete',
        reason: 'changed',
        totalBytes: 300_000,
      })
    }
  })

  it.each<[string, (offset: number) => Record<string, string>, number]>([
    ['another place', (at) => ({ 'content-range': `bytes ${at + 1}-299999/300000` }), 206],
    ['another length', (at) => ({ 'content-range': `bytes ${at}-299999/400000` }), 206],
    ['no place', () => ({}), 206],
    ['another ETag', (at) => ({ 'content-range': `bytes ${at}-299999/300000`, etag: '"v2"' }), 206],
    ['several parts', () => ({ 'content-type': 'multipart/byteranges; boundary=x' }), 206],
    ['a range that is none', () => ({ 'content-range': 'bytes */300000' }), 416],
    ['a condition that failed', () => ({}), 412],
  ])('refuses a rest that is said to be %s', async (_what, headersOf, status) => {
    const { api } = rig()
    api.onOther = (request, response, index) => {
      if (index === 0) return serve(request, response, { contents, breakAfter: 100_000 })
      const offset = Number(request.headers.range?.match(/\d+/)?.[0])
      response.writeHead(status, { ...strongEtag, ...headersOf(offset) })
      response.end(contents.subarray(offset))
    }
    expect(await failureOf(download())).toMatchObject({
      code: 'download_incomplete',
      reason: 'changed',
    })
  })

  it.each<[string, Partial<Served>]>([
    ['nothing tells its version', { headers: {} }],
    ['its ETag is weak', { headers: { etag: 'W/"v1"' } }],
    [
      'it changed a moment ago',
      { headers: { ...lastModified, date: 'Mon, 23 Nov 2026 00:00:59 GMT' } },
    ],
    ['the server has no ranges', { headers: { ...strongEtag, 'accept-ranges': 'none' } }],
  ])('fails clean where %s', async (_what, served) => {
    script({ ...served, breakAfter: 100_000 })
    expect(await failureOf(download())).toMatchObject({
      code: 'download_incomplete',
      reason: 'not_resumable',
      totalBytes: 300_000,
    })
    expect(rig().api.otherRequests).toHaveLength(1)
  })

  it('gives up when nothing more comes', async () => {
    script({ breakAfter: 100_000 }, { breakAfter: 1 })
    expect(await failureOf(download())).toMatchObject({
      code: 'download_incomplete',
      reason: 'interrupted',
    })
    expect(rig().api.otherRequests.length).toBeLessThanOrEqual(6)
  })

  it('asks for nothing more with retry: false', async () => {
    script({ breakAfter: 100_000 })
    const client = rig().clientOf({ retry: false })
    expect(await failureOf(download(client))).toMatchObject({ reason: 'interrupted' })
    expect(rig().api.otherRequests).toHaveLength(1)
  })

  it('goes back to the first address, as a signed one may have ended, and tells of the retry', async () => {
    const { api, storage, clientOf } = rig()
    const events: ClientEvent[] = []
    const client = clientOf({ onEvent: (event) => events.push(event) })
    api.onOther = (_request, response, index) => {
      answer(response, 302, { location: `${storage.url}/signed?sig=${index}` })
    }
    storage.onOther = (request, response, index) =>
      request.path.endsWith(`sig=${index}`)
        ? serve(request, response, { contents, ...(index < 2 && { breakAfter: 100_000 }) })
        : answer(response, 403)
    expect((await download(client)).equals(contents)).toBe(true)
    expect(storage.otherRequests.map(({ path }) => path)).toEqual([
      '/signed?sig=0',
      '/signed?sig=1',
      '/signed?sig=2',
    ])
    expect(storage.otherRequests.every(({ token }) => token === undefined)).toBe(true)
    expect(events.filter(({ type }) => type === 'retried')).toHaveLength(2)
  })

  it('gets a fresh token where the old one ended meanwhile', async () => {
    const { api } = rig()
    api.onOther = (request, response, index) => {
      if (index === 0) serve(request, response, { contents, breakAfter: 100_000 })
      else if (request.token === 'rig-token-1') answer(response, 401)
      else serve(request, response, { contents })
    }
    expect((await download()).equals(contents)).toBe(true)
    expect(api.tokenRequests).toHaveLength(2)
  })

  it.each([
    [404, 'unexpected_response'],
    [403, 'scope_missing'],
  ])('ends when the rest is refused with %i', async (status, code) => {
    const { api } = rig()
    api.onOther = (request, response, index) =>
      index === 0
        ? serve(request, response, { contents, breakAfter: 100_000 })
        : answer(response, status)
    expect(await failureOf(download())).toMatchObject({
      code: 'download_incomplete',
      reason: 'interrupted',
      cause: { code },
    })
  })

  it('goes on after a silence of timeoutMs', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response, index) => {
      if (index > 0) return serve(request, response, { contents })
      response.writeHead(200, { ...strongEtag, 'content-length': String(contents.length) })
      response.write(contents.subarray(0, 1_000))
    }
    const response = await client.download(contentsUrl, { timeoutMs: 150 })
    expect((await bytesOf(response)).equals(contents)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=1000-'])
  })

  it('says how long the silence was, where it may not go on', async () => {
    const { api, clientOf, contentsUrl } = rig()
    api.onOther = (_request, response) => {
      response.writeHead(200, { ...strongEtag, 'content-length': String(contents.length) })
      response.write(contents.subarray(0, 1_000))
    }
    const response = await clientOf({ retry: false }).download(contentsUrl, { timeoutMs: 150 })
    expect(await failureOf(bytesOf(response))).toMatchObject({
      code: 'download_incomplete',
      cause: { code: 'timeout', limitMs: 150 },
    })
  })

  it('gives every byte once and in order, however it breaks', async () => {
    const { api, client, contentsUrl } = rig()
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            breakAfter: fc.nat(120_000),
            ignoreRange: fc.boolean(),
            chunked: fc.boolean(),
          }),
          { maxLength: 4 },
        ),
        async (faults) => {
          const first = api.otherRequests.length
          api.onOther = (request, response, index) =>
            serve(request, response, { contents, ...faults[index - first] })
          try {
            const given = await bytesOf(await client.download(contentsUrl))
            expect(given.equals(contents)).toBe(true)
          } catch (error) {
            expect(error).toMatchObject({ code: 'download_incomplete', reason: 'interrupted' })
          }
        },
      ),
      { numRuns: 25 },
    )
  }, 20_000)
})

describe('a file whose length was not said', () => {
  /** Breaks after the bytes that are given, where a socket may lose some of them. */
  const broken = (text: string, init: ResponseInit) => {
    let isRead = false
    const body = new ReadableStream<Uint8Array>({
      pull: (reader) => {
        if (isRead) return reader.error(new TypeError('terminated'))
        isRead = true
        reader.enqueue(new TextEncoder().encode(text))
      },
    })
    return new Response(body, { ...init, headers: { ...strongEtag, ...init.headers } })
  }
  const downloadOf = async (...answers: readonly Response[]) => {
    const left = [...answers]
    const client = rig().clientOf({
      fetch: async (input, init) =>
        String(input).endsWith('/oauth/token')
          ? fetch(input, init)
          : (left.shift() ?? Response.error()),
    })
    return (await download(client)).toString()
  }

  it('is whole when only its end was lost', async () => {
    const headers = { ...strongEtag, 'content-range': 'bytes */5' }
    const nothingMore = new Response(null, { status: 416, headers })
    expect(await downloadOf(broken('01234', {}), nothingMore)).toBe('01234')
  })

  it('is whole when the end of its rest was lost, which said the length', async () => {
    const rest = broken('34', { status: 206, headers: { 'content-range': 'bytes 3-4/5' } })
    expect(await downloadOf(broken('012', {}), rest)).toBe('01234')
  })
})

describe('an answer with more than it announced', () => {
  it('is an error, and nothing beyond is handed on', async () => {
    // Only a fetch of the application's own gives such a body; the platform's refuses it.
    const client = rig().clientOf({
      fetch: async (input, init) =>
        String(input).endsWith('/oauth/token')
          ? fetch(input, init)
          : new Response('0123456789', { headers: { 'content-length': '5' } }),
    })
    expect(await failureOf(download(client))).toMatchObject({
      code: 'download_incomplete',
      reason: 'too_long',
      totalBytes: 5,
    })
  })

  it('is no file either when it ends properly, but too early', async () => {
    const client = rig().clientOf({
      fetch: async (input, init) =>
        String(input).endsWith('/oauth/token')
          ? fetch(input, init)
          : new Response('01234', { headers: { 'content-length': '10' } }),
    })
    expect(await failureOf(download(client))).toMatchObject({
      code: 'download_incomplete',
      reason: 'not_resumable',
      receivedBytes: 5,
    })
  })
})
