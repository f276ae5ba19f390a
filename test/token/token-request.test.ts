import { expect, it } from 'vitest'
import { version } from '../../src/base/version.js'
import { createTokenSource } from '../../src/index.js'
import { createScriptedFetch, tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig } from './source-rig.js'

const credentials = {
  clientId: 'acme-client',
  clientSecret: 's3cret "quoted" \\ ü/+&=',
}

it('sends the documented JSON body, byte for byte', async () => {
  const { source, endpoint } = createSourceRig(() => tokenResponse('t'), credentials)
  await source.get()
  const [call] = endpoint.calls
  expect(call?.url).toBe('https://vendor.test/oauth/token')
  expect(call?.init.method).toBe('POST')
  expect(call?.init.body).toBe(
    '{"grant_type":"client_credentials","audience":"https://api.firstaml.com","client_id":"acme-client","client_secret":"s3cret \\"quoted\\" \\\\ ü/+&="}',
  )
  expect(call?.init.headers).toStrictEqual({
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': `firstaml-client/${version}`,
  })
  expect(call?.init.redirect).toBe('manual')
})

it('sends a form by option, byte for byte, after the application’s own User-Agent', async () => {
  const { source, endpoint } = createSourceRig(() => tokenResponse('t'), {
    ...credentials,
    tokenRequestFormat: 'form',
    audience: 'https://other.test/',
    userAgent: 'acme-crm/1.2',
  })
  await source.get()
  const [call] = endpoint.calls
  expect(call?.init.body).toBe(
    'grant_type=client_credentials&audience=https%3A%2F%2Fother.test%2F&client_id=acme-client&client_secret=s3cret+%22quoted%22+%5C+%C3%BC%2F%2B%26%3D',
  )
  expect(call?.init.headers).toStrictEqual({
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': `acme-crm/1.2 firstaml-client/${version}`,
  })
})

it('names the option that cannot work', () => {
  const good = { clientId: 'a', clientSecret: 'b', tokenUrl: 'https://vendor.test/oauth/token' }
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ clientId: '' }, /^clientId/],
    [{ clientSecret: undefined }, /^clientSecret/],
    [{ tokenUrl: 'http://vendor.test/' }, /^tokenUrl must be https/],
    [{ tokenUrl: 'oauth/token' }, /^tokenUrl/],
    [{ audience: ' ' }, /^audience/],
    [{ userAgent: 'line\nbreak' }, /^userAgent/],
    [{ attempts: 0 }, /^attempts/],
    [{ attemptTimeoutMs: 0 }, /^attemptTimeoutMs/],
    [{ timeoutMs: Number.NaN }, /^timeoutMs/],
    [{ maxWaitMs: -1 }, /^maxWaitMs/],
    [{ maxPauseMs: Infinity }, /^maxPauseMs/],
    [{ refreshAheadMs: -1 }, /^refreshAheadMs/],
    [{ tokenRequestFormat: 'xml' }, /^tokenRequestFormat/],
    [{ store: {} }, /^store \(tokenStore\) must/],
    [{ store: null }, /^store \(tokenStore\) must/],
    [{ fetch: {} }, /^fetch/],
    [{ onEvent: {} }, /^onEvent/],
    [{ storeTimeoutMs: 0 }, /^storeTimeoutMs/],
  ]
  for (const [wrong, message] of cases) {
    expect(() => createTokenSource({ ...good, ...wrong })).toThrow(message)
    expect(() => createTokenSource({ ...good, ...wrong })).toThrow(TypeError)
  }
})

it('asks for nothing when it is created', () => {
  const { fetch, calls } = createScriptedFetch()
  createTokenSource({ clientId: 'a', clientSecret: 'b', tokenUrl: 'https://vendor.test/', fetch })
  expect(calls).toEqual([])
})
