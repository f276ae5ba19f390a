// Options as JavaScript gives them, which no type stops. One that has to be a function and is none
// would be called with the first request only, or never: it is named when it is given.
import { describe, expect, it } from 'vitest'
import { pullSchema } from '../../src/codegen/index.js'
import {
  authExchange,
  createAuthorizedFetch,
  createClient,
  createTokenSource,
} from '../../src/index.js'

const credentials = { clientId: 'id', clientSecret: 'not-a-secret' }
const tokenUrl = 'https://api.example.test/oauth/token'
const tokenSource = createTokenSource({ ...credentials, tokenUrl })

const wrong = { fetch: 3, onEvent: 'log' } as unknown as {
  readonly fetch: typeof globalThis.fetch
  readonly onEvent: () => void
}
const { fetch, onEvent } = wrong

describe('an option that is no function', () => {
  it.each([
    ['createClient', 'fetch', () => createClient({ ...credentials, fetch })],
    ['createClient', 'onEvent', () => createClient({ ...credentials, onEvent })],
    ['createTokenSource', 'fetch', () => createTokenSource({ ...credentials, tokenUrl, fetch })],
    [
      'createTokenSource',
      'onEvent',
      () => createTokenSource({ ...credentials, tokenUrl, onEvent }),
    ],
    ['createAuthorizedFetch', 'fetch', () => createAuthorizedFetch({ tokenSource, fetch })],
    ['createAuthorizedFetch', 'onEvent', () => createAuthorizedFetch({ tokenSource, onEvent })],
    ['authExchange', 'fetch', () => authExchange({ tokenSource, fetch })],
    ['authExchange', 'onEvent', () => authExchange({ tokenSource, onEvent })],
  ])('%s names %s', (_door, option, make) => {
    expect(make).toThrow(TypeError)
    expect(make).toThrow(`${option} must be a function`)
  })

  it('pullSchema names fetch', async () => {
    const pull = pullSchema({ ...credentials, output: 'never-written.graphql', fetch })
    await expect(pull).rejects.toThrow('fetch must be a function')
  })
})

describe('options that are left out', () => {
  it('are missed by name, one after the other', () => {
    expect(() => createClient(undefined as never)).toThrow(/^clientId must .*FIRSTAML_CLIENT_ID/)
  })
})
