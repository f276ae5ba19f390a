import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientFromEnv, nameVariables } from '../../src/node/index.js'
import { MeDocument } from '../../src/operations.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox()
})
afterEach(() => sandbox.close())

const environment = () => ({
  FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
  FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
  FIRSTAML_BASE_URL: sandbox.url,
})

describe('clientFromEnv', () => {
  it('makes a client of what the environment says', async () => {
    const client = clientFromEnv({ env: { ...environment(), FIRSTAML_USER_AGENT: 'acme-crm/1.2' } })
    await client.request(MeDocument)
    client.dispose()
    expect(sandbox.requests.map(({ userAgent }) => userAgent?.split(' ')[0])).toEqual([
      'acme-crm/1.2',
      'acme-crm/1.2',
    ])
  })

  it('lets the caller’s options go before the environment’s', async () => {
    const client = clientFromEnv({
      env: { ...environment(), FIRSTAML_BASE_URL: 'https://elsewhere.test' },
      baseUrl: sandbox.url,
    })
    await expect(client.request(MeDocument)).resolves.toHaveProperty('me')
    client.dispose()
  })

  it('takes an option that is undefined for one that is not given', async () => {
    const client = clientFromEnv({ env: environment(), baseUrl: undefined })
    await expect(client.request(MeDocument)).resolves.toHaveProperty('me')
    client.dispose()
  })

  it.each([
    ['FIRSTAML_BASE_URL', 'nonsense', 'FIRSTAML_BASE_URL must be an absolute URL'],
    ['FIRSTAML_TOKEN_URL', 'http://a.test', 'FIRSTAML_TOKEN_URL must be https:'],
    ['FIRSTAML_USER_AGENT', 'a\nb', 'FIRSTAML_USER_AGENT must be printable'],
  ])('names the variable %s that cannot work', (variable, value, message) => {
    const env = { ...environment(), [variable]: value }
    expect(() => clientFromEnv({ env })).toThrow(message)
    expect(() => clientFromEnv({ env })).toThrow(TypeError)
  })

  it('names the option that cannot work where the caller gave it', () => {
    expect(() => clientFromEnv({ env: environment(), baseUrl: 'nonsense' })).toThrow(
      /^baseUrl must/,
    )
    expect(() => clientFromEnv({ env: environment(), timeoutMs: 0 })).toThrow(/^timeoutMs must/)
  })

  it('reads the tokens’ and the API’s own addresses, and takes an empty variable for none', async () => {
    const client = clientFromEnv({
      env: {
        ...environment(),
        FIRSTAML_BASE_URL: '',
        FIRSTAML_TOKEN_URL: sandbox.tokenUrl,
        FIRSTAML_GRAPHQL_URL: sandbox.graphqlUrl,
        FIRSTAML_AUDIENCE: ' ',
      },
    })
    await expect(client.request(MeDocument)).resolves.toHaveProperty('me')
    client.dispose()
  })

  it.each([
    [{}, 'FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set'],
    [{ FIRSTAML_CLIENT_ID: 'x' }, 'FIRSTAML_CLIENT_SECRET is not'],
    [{ FIRSTAML_CLIENT_SECRET: 'do-not-tell' }, 'FIRSTAML_CLIENT_ID is not'],
  ])('says which variable is missing: %o', (env, message) => {
    expect(() => clientFromEnv({ env })).toThrow(message)
    expect(() => clientFromEnv({ env })).toThrow(TypeError)
    expect(() => clientFromEnv({ env })).not.toThrow('do-not-tell')
  })
})

describe('nameVariables', () => {
  it.each([
    ['baseUrl must be an absolute URL.', 'FIRSTAML_BASE_URL must be an absolute URL.'],
    [
      'Check the network and tokenUrl (FIRSTAML_TOKEN_URL).',
      'Check the network and FIRSTAML_TOKEN_URL.',
    ],
    [
      'Check clientId and clientSecret (FIRSTAML_CLIENT_ID, FIRSTAML_CLIENT_SECRET) and the audience;',
      'Check FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET and FIRSTAML_AUDIENCE;',
    ],
    [
      'https://a.test/tokenUrl answered 404, options.baseUrl and audience.json stay.',
      'https://a.test/tokenUrl answered 404, options.baseUrl and audience.json stay.',
    ],
  ])('makes of %j %j', (message, named) => {
    expect(nameVariables(message)).toBe(named)
  })
})
