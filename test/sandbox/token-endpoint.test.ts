import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import {
  closeSandboxes,
  getToken,
  readObject,
  requestToken,
  sendRaw,
  startOfTest,
  startSandbox,
  tokenBody,
} from './support.js'

afterEach(closeSandboxes)

describe('the token endpoint', () => {
  it('hands out a bearer token for the four right members', async () => {
    const sandbox = await startSandbox()
    const response = await requestToken(sandbox)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('pragma')).toBe('no-cache')
    expect(await readObject(response)).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
      expires_in: 86_400,
      token_type: 'Bearer',
    })
  })

  it('signs the claims of a machine-to-machine client', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 60 })
    const token = await getToken(sandbox)
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'JWT' })
    expect(decodeJwt(token)).toEqual({
      iss: `${sandbox.url}/`,
      sub: 'sandbox-client-id@clients',
      aud: 'https://api.firstaml.com',
      azp: 'sandbox-client-id',
      gty: 'client-credentials',
      iat: startOfTest / 1000,
      exp: startOfTest / 1000 + 60,
      jti: '1',
    })
  })

  it('announces the lifetime it was given', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 7 })
    expect(await readObject(await requestToken(sandbox))).toMatchObject({ expires_in: 7 })
  })

  it('knows the credentials it was given and no others', async () => {
    const credentials = { clientId: 'acme', clientSecret: 'acme-not-a-secret' }
    const sandbox = await startSandbox({ credentials })
    expect(sandbox.credentials).toEqual(credentials)
    expect((await requestToken(sandbox)).status).toBe(200)
    const body = { ...tokenBody(sandbox), client_id: 'sandbox-client-id' }
    expect((await requestToken(sandbox, body)).status).toBe(401)
  })

  it('takes a form as RFC 6749 has it', async () => {
    const sandbox = await startSandbox()
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      audience: 'https://api.firstaml.com',
      client_id: 'sandbox-client-id',
      client_secret: 'sandbox-not-a-secret',
    })
    const response = await fetch(sandbox.tokenUrl, { method: 'POST', body: form })
    expect(response.status).toBe(200)
    form.append('client_id', 'another')
    const repeated = await fetch(sandbox.tokenUrl, { method: 'POST', body: form })
    expect(repeated.status).toBe(400)
    expect(await repeated.json()).toEqual({
      error: 'invalid_request',
      error_description: 'Repeated: client_id.',
    })
  })

  const refusals: readonly [string, Record<string, unknown>, number, string, string][] = [
    [
      'another grant type',
      { grant_type: 'password' },
      403,
      'unsupported_grant_type',
      'Unsupported grant type: password',
    ],
    [
      'no grant type',
      { grant_type: undefined },
      400,
      'invalid_request',
      'Missing required parameter: grant_type',
    ],
    [
      'no client id',
      { client_id: undefined },
      400,
      'invalid_request',
      'Missing required parameter: client_id',
    ],
    [
      'an empty client id',
      { client_id: '' },
      400,
      'invalid_request',
      'Missing required parameter: client_id',
    ],
    ['an unknown client id', { client_id: 'somebody' }, 401, 'access_denied', 'Unauthorized'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'access_denied', 'Unauthorized'],
    ['no secret', { client_secret: undefined }, 401, 'access_denied', 'Unauthorized'],
    [
      'no audience',
      { audience: undefined },
      403,
      'access_denied',
      'No audience parameter was provided, and no default audience has been configured',
    ],
    [
      'another audience',
      { audience: 'https://api.firstaml.com/' },
      403,
      'access_denied',
      'Service not enabled within domain: https://api.firstaml.com/',
    ],
    [
      'a client id that is no text',
      { client_id: 7 },
      400,
      'invalid_request',
      'client_id must be a string.',
    ],
  ]
  it.each(refusals)('refuses %s', async (_, change, status, error, description) => {
    const sandbox = await startSandbox()
    const response = await requestToken(sandbox, { ...tokenBody(sandbox), ...change })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.json()).toEqual({ error, error_description: description })
  })

  it('looks at the credentials before the audience', async () => {
    const sandbox = await startSandbox()
    const body = { ...tokenBody(sandbox), client_secret: 'wrong', audience: 'wrong' }
    expect((await requestToken(sandbox, body)).status).toBe(401)
  })

  const bodies: readonly [string, string, string, number, string][] = [
    ['broken JSON', 'application/json', '{"grant_type":', 400, 'The body is not valid JSON.'],
    ['an empty body', 'application/json', '', 400, 'The body is not valid JSON.'],
    ['a JSON array', 'application/json', '[]', 400, 'The body must be a JSON object.'],
    ['another content type', 'text/plain', '{}', 415, 'Send application/json.'],
    [
      '65 537 bytes',
      'application/json',
      `"${'x'.repeat(65_535)}"`,
      413,
      'The body is larger than 64 KiB.',
    ],
    [
      '65 536 bytes of text',
      'application/json',
      `"${'x'.repeat(65_534)}"`,
      400,
      'The body must be a JSON object.',
    ],
  ]
  it.each(bodies)('refuses %s', async (_, contentType, body, status, description) => {
    const sandbox = await startSandbox()
    const headers = { 'content-type': contentType }
    const response = await fetch(sandbox.tokenUrl, { method: 'POST', headers, body })
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: 'invalid_request',
      error_description: description,
    })
  })

  it.each(['GET', 'PUT', 'DELETE'])(
    'answers %s with 405 and the methods allowed',
    async (method) => {
      const sandbox = await startSandbox()
      const response = await fetch(sandbox.tokenUrl, { method })
      expect(response.status).toBe(405)
      expect(response.headers.get('allow')).toBe('POST, OPTIONS')
    },
  )

  it('answers OPTIONS with the methods allowed', async () => {
    const sandbox = await startSandbox()
    const response = await fetch(sandbox.tokenUrl, { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(response.headers.get('allow')).toBe('POST, OPTIONS')
  })

  it('wants a User-Agent that is not empty', async () => {
    const sandbox = await startSandbox()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(tokenBody(sandbox))
    for (const more of [{}, { 'user-agent': '' }, { 'user-agent': ' ' }]) {
      const answer = await sendRaw(sandbox.tokenUrl, {
        method: 'POST',
        headers: { ...headers, ...more },
        body,
      })
      expect(answer.status).toBe(400)
      expect(JSON.parse(answer.text)).toEqual({
        error: 'invalid_request',
        error_description: 'Every request must carry a User-Agent header that is not empty.',
      })
    }
    const named = { ...headers, 'user-agent': 'acme/1.0' }
    const answer = await sendRaw(sandbox.tokenUrl, { method: 'POST', headers: named, body })
    expect(answer.status).toBe(200)
  })
})
