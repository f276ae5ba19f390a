// docs/options.md has a row for every option of `createClient`, with the default that the code has;
// docs/requests.md says the same defaults in words. The compiler knows which options there are.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultAudience, defaultBaseUrl } from '../../src/base/urls.js'
import { defaultThrottledCodes, defaultUnauthenticatedCodes } from '../../src/fetch/error-codes.js'
import { normalizeTrafficOptions } from '../../src/fetch/traffic-options.js'
import { createClient, type FirstAmlClientOptions } from '../../src/index.js'
import { environmentVariables } from '../../src/node/environment.js'
import { normalizeTokenSourceOptions } from '../../src/token/token-source-options.js'

type Part<Name extends keyof FirstAmlClientOptions> = keyof Exclude<
  FirstAmlClientOptions[Name],
  false | undefined
> &
  string

type Option =
  | keyof FirstAmlClientOptions
  | `retry.${Part<'retry'>}`
  | `throttle.${Part<'throttle'>}`
  | `tokenRequests.${Part<'tokenRequests'>}`

const credentials = { clientId: 'a client', clientSecret: 'obviously-fake' }
const traffic = normalizeTrafficOptions({})
const tokens = normalizeTokenSourceOptions(
  { ...credentials, tokenUrl: 'https://a.test/' },
  undefined,
)
const { retry, throttle } = traffic

/** Numbers and addresses have to stand in the page; the default of `null` is nothing, or prose. */
const defaults: Readonly<Record<Option, string | number | readonly string[] | null>> = {
  clientId: null,
  clientSecret: null,
  baseUrl: defaultBaseUrl,
  graphqlUrl: '{baseUrl}/graphql/',
  tokenUrl: '{baseUrl}/oauth/token',
  audience: defaultAudience,
  tokenRequestFormat: tokens.format,
  userAgent: null,
  origins: null,
  allowInsecureRequests: 'false',
  allowSecretInBrowser: 'false',
  requiredScopes: null,
  grantedScopes: null,
  exchanges: null,
  unauthenticatedCodes: defaultUnauthenticatedCodes,
  throttledCodes: defaultThrottledCodes,
  timeoutMs: traffic.timeoutMs,
  retry: null,
  'retry.attempts': retry.attempts,
  'retry.baseMs': retry.baseMs,
  'retry.maxMs': retry.maxMs,
  'retry.maxRetryAfterMs': retry.maxRetryAfterMs,
  'retry.totalMs': retry.totalMs,
  'retry.budget': retry.budget,
  throttle: null,
  'throttle.concurrency': throttle?.concurrency ?? null,
  'throttle.maxPauseMs': throttle?.maxPauseMs ?? null,
  tokenStore: null,
  storeTimeoutMs: tokens.storeTimeoutMs,
  refreshAheadMs: tokens.refreshAheadMs,
  maxPauseMs: tokens.maxPauseMs,
  tokenRequests: null,
  'tokenRequests.attempts': tokens.attempts,
  'tokenRequests.attemptTimeoutMs': tokens.attemptTimeoutMs,
  'tokenRequests.maxWaitMs': tokens.maxWaitMs,
  onEvent: null,
  fetch: null,
  runtime: null,
}

const docs = join(import.meta.dirname, '..', '..', 'docs')
const page = readFileSync(join(docs, 'options.md'), 'utf8')
const rows = new Map(
  [...page.matchAll(/^\| `([\w.]+)` \| .* \|(.*)\|$/gm)].map(([, option = '', byDefault = '']) => [
    option,
    byDefault.trim(),
  ]),
)

describe('the page of options', () => {
  it('has a row for each option, and no other', () => {
    expect([...rows.keys()].sort()).toEqual(Object.keys(defaults).sort())
  })

  it.each(Object.entries(defaults))('gives the default of %s', (option, byDefault) => {
    if (byDefault === null) return expect(rows.get(option)).not.toMatch(/\d/)
    const [values] = typeof byDefault === 'object' ? [byDefault] : [[byDefault]]
    const shown = values.map((value) =>
      typeof value === 'number' ? value.toLocaleString('en-US') : `\`${value}\``,
    )
    expect(rows.get(option)).toBe(shown.join(', '))
  })

  it('gives the addresses that a client takes', () => {
    const client = createClient({ ...credentials, baseUrl: 'https://api.test' })
    expect(client.graphqlUrl).toBe(
      rows
        .get('graphqlUrl')
        ?.slice(1, -1)
        .replace(/^\{.*\}/, 'https://api.test'),
    )
    expect(client.tokenSource.tokenUrl).toBe(
      rows
        .get('tokenUrl')
        ?.slice(1, -1)
        .replace(/^\{.*\}/, 'https://api.test'),
    )
    client.dispose()
  })

  it('counts the options that the environment sets', () => {
    const { schemaUrl: _, ...ofClients } = environmentVariables
    expect(Object.keys(ofClients).every((option) => rows.has(option))).toBe(true)
    const inWords = new Map([[7, 'seven']]).get(Object.keys(ofClients).length)
    expect(page).toContain(`and reads ${inWords} of them`)
  })
})

/** How the page on requests says a number or a time. */
const inWords = new Map([
  [4, 'four'],
  [100, 'a hundred'],
  [1_000, 'a thousand'],
  [60_000, 'a minute'],
  [300_000, 'five minutes'],
])

it('docs/requests.md says the same defaults', () => {
  const requests = readFileSync(join(docs, 'requests.md'), 'utf8').replaceAll(/\s+/g, ' ')
  const words = (value = 0) => inWords.get(value) ?? `${value} in words`
  for (const phrase of [
    `drawn from 0 to ${retry.baseMs} ms before the second attempt, and the range doubles up to ${retry.maxMs / 1_000} s (\`retry.baseMs\`, \`retry.maxMs\`)`,
    `Longer than ${words(retry.maxRetryAfterMs)} (\`retry.maxRetryAfterMs\`)`,
    `${words(retry.attempts)} in all (\`retry.attempts\`), within ${words(retry.totalMs)} (\`retry.totalMs\`)`,
    `makes ${words(retry.budget)} retries after faults (\`retry.budget\`)`,
    `at most \`throttle.maxPauseMs\`, ${words(throttle?.maxPauseMs)}`,
    `to one origin, by default ${words(throttle?.concurrency)}`,
    `also the wait for a token | ${traffic.timeoutMs / 1_000} s |`,
    `with all attempts, back-offs and waits | ${retry.totalMs / 60_000} min |`,
  ]) {
    expect(requests).toContain(phrase)
  }
})
