// `client.download` on real sockets: what counts as a file, and who sees the token.
import { describe, expect, it } from 'vitest'
import { failureOf } from '../fetch/api-rig.js'
import { sendUnauthorized } from '../support/vendor-rig.js'
import { answer, bytesOf, createContents, createFileRigs, serve } from './file-rig.js'

const rig = createFileRigs()
const contents = createContents(200_000)

describe('client.download', () => {
  it('gives the file, with its headers, and sends the token to the API', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response) => serve(request, response, { contents })
    const response = await client.download(contentsUrl)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect((await bytesOf(response)).equals(contents)).toBe(true)
    expect(api.otherRequests[0]).toMatchObject({
      method: 'GET',
      path: '/files/1?v=2',
      token: 'rig-token-1',
      headers: { 'accept-encoding': 'identity', 'user-agent': expect.any(String) },
    })
  })

  it('follows a redirect to storage without the token', async () => {
    const { api, storage, client, contentsUrl } = rig()
    api.onOther = (_request, response) => {
      answer(response, 302, { location: `${storage.url}/signed?sig=1` })
    }
    storage.onOther = (request, response) => serve(request, response, { contents })
    expect((await bytesOf(await client.download(contentsUrl))).equals(contents)).toBe(true)
    expect(storage.otherRequests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('sends no token to an address of another origin, unless origins names it', async () => {
    const { storage, client, clientOf } = rig()
    storage.onOther = (request, response) => serve(request, response, { contents })
    await bytesOf(await client.download(`${storage.url}/f`))
    await bytesOf(await clientOf({ origins: [storage.url] }).download(`${storage.url}/f`))
    expect(storage.otherRequests.map(({ token }) => token)).toEqual([undefined, 'rig-token-1'])
  })

  it('answers a 401 with a fresh token', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response) =>
      request.token === 'rig-token-1'
        ? sendUnauthorized(response)
        : serve(request, response, { contents })
    expect((await bytesOf(await client.download(contentsUrl))).equals(contents)).toBe(true)
    expect(api.tokenRequests).toHaveLength(2)
  })

  it('asks again after a 503, and tells of one that stays', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response, index) =>
      index === 0 ? answer(response, 503) : serve(request, response, { contents })
    expect((await bytesOf(await client.download(contentsUrl))).equals(contents)).toBe(true)
    api.onOther = (_request, response) => answer(response, 503)
    expect(await failureOf(client.download(contentsUrl))).toMatchObject({
      code: 'unexpected_response',
      status: 503,
    })
  })

  it.each([
    [401, { code: 'access_rejected', reason: 'fresh_token_rejected' }],
    [403, { code: 'scope_missing', status: 403 }],
    [404, { code: 'unexpected_response', status: 404 }],
    [410, { code: 'unexpected_response', status: 410 }],
    [204, { code: 'unexpected_response', status: 204 }],
    [206, { code: 'unexpected_response', status: 206 }],
    [304, { code: 'unexpected_response', status: 304 }],
  ])('does not take %i for a file', async (status, expected) => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (_request, response) => answer(response, status)
    const error = await failureOf(client.download(contentsUrl))
    expect(error).toMatchObject(expected)
    // The query may hold a signature.
    expect(String(error)).not.toContain('v=2')
  })

  it('tells of throttling when it was asked to wait too long', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (_request, response) => answer(response, 429, { 'retry-after': '99999' })
    expect(await failureOf(client.download(contentsUrl))).toMatchObject({
      code: 'throttled',
      retryAfterMs: 99_999_000,
    })
  })

  it.each([401, 403])('says of a %i from storage that no token went there', async (status) => {
    const { api, storage, client, contentsUrl } = rig()
    api.onOther = (_request, response) => {
      answer(response, 302, { location: `${storage.url}/signed` })
    }
    storage.onOther = (_request, response) => answer(response, status)
    expect(await failureOf(client.download(contentsUrl))).toMatchObject({
      code: 'access_rejected',
      reason: 'foreign_origin',
      status,
    })
  })

  it.each([400, 404, 501])('says of a %i from storage that it gave no file', async (status) => {
    const { storage, client } = rig()
    storage.onOther = (_request, response) => answer(response, status)
    expect(await failureOf(client.download(`${storage.url}/f`))).toMatchObject({
      code: 'unexpected_response',
      status,
    })
  })

  it('ends a loop of redirects', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (_request, response) => answer(response, 302, { location: '/files/1' })
    expect(await failureOf(client.download(contentsUrl))).toMatchObject({
      code: 'unexpected_response',
      status: 302,
    })
    expect(api.otherRequests).toHaveLength(21)
  })

  it('takes a page for a sign-in, not for a file, unless it is to be saved', async () => {
    const { api, client, contentsUrl } = rig()
    const html = { 'content-type': 'text/html; charset=utf-8' }
    api.onOther = (_request, response) => answer(response, 200, html, '<p>Sign in')
    expect(await failureOf(client.download(contentsUrl))).toMatchObject({
      code: 'unexpected_response',
      status: 200,
    })
    api.onOther = (_request, response) =>
      answer(response, 200, { ...html, 'content-disposition': 'attachment' }, '<p>A file')
    expect(await (await client.download(contentsUrl)).text()).toBe('<p>A file')
  })

  it('gives an empty file', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response) =>
      serve(request, response, { contents: Buffer.alloc(0), headers: {} })
    expect(await bytesOf(await client.download(contentsUrl))).toHaveLength(0)
  })

  it.each(['/files/1', 'http://files.test/1', 'ftp://files.test/1', 'https://me:pw@files.test/1'])(
    'refuses %s as misuse',
    async (address) => {
      expect(await failureOf(rig().client.download(address))).toBeInstanceOf(TypeError)
    },
  )

  it('refuses a limit that is none', async () => {
    const { client, contentsUrl } = rig()
    const error = await failureOf(client.download(contentsUrl, { timeoutMs: 0 }))
    expect(String(error)).toMatch(/TypeError: timeoutMs must/)
  })

  it('takes Infinity for no limit', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response) => serve(request, response, { contents })
    const response = await client.download(contentsUrl, { timeoutMs: Number.POSITIVE_INFINITY })
    expect((await bytesOf(response)).equals(contents)).toBe(true)
  })

  it('tells of a server that is not there', async () => {
    const { storage, client } = rig()
    await storage.close()
    const error = await failureOf(client.download(`${storage.url}/f`))
    expect(error).toMatchObject({
      code: 'network',
      cause: { message: expect.stringContaining('ECONNREFUSED') },
    })
  })
})
