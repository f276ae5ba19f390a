// A vendor that throttles, drops, delays, hangs and revokes tokens, in virtual time and by lot. It
// keeps the books: which mutation it executed how often, whatever its client got to hear of it.
import { tokenResponse } from './scripted-fetch.js'
import type { VirtualTime } from './virtual-time.js'

export interface IllVendor {
  readonly fetch: typeof globalThis.fetch
  /** How often each mutation was executed, by its id. */
  readonly executed: ReadonlyMap<string, number>
  readonly counts: { token: number; graphql: number; refused: number; faults: number }
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/graphql-response+json', ...headers },
  })

/** Requests a second that it lets through, in bursts of as many: 300, and 120 for 10 s of 2 min. */
const capacityAt = (ms: number) => {
  const into = ms % 120_000
  return into > 8_000 && into < 18_000 ? 120 : 300
}

export function createIllVendor(time: VirtualTime, random: () => number): IllVendor {
  const { runtime, sleep } = time
  const executed = new Map<string, number>()
  const counts = { token: 0, graphql: 0, refused: 0, faults: 0 }
  let validToken: string | undefined
  let revokedAt = 0
  let tokens = capacityAt(0)
  let refilledAt = 0

  const admits = () => {
    const at = runtime.monotonic()
    const perSecond = capacityAt(at)
    tokens = Math.min(perSecond, tokens + ((at - refilledAt) / 1_000) * perSecond)
    refilledAt = at
    if (tokens < 1) return false
    tokens--
    return true
  }

  const issue = async (): Promise<Response> => {
    counts.token++
    await sleep(20 + random() * 100)
    if (random() < 0.1) return new Response('', { status: 503 })
    validToken = `token-${counts.token}`
    return tokenResponse(validToken, { expires_in: 90 })
  }

  const hang = (signal: AbortSignal | null | undefined): Promise<never> =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })

  const reset = () =>
    Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
    })

  const execute = (body: string) => {
    const { id } = (JSON.parse(body) as { variables: { id?: string } }).variables
    if (id === undefined) return json(200, { data: { me: { apiClientId: 'x' } } })
    executed.set(id, (executed.get(id) ?? 0) + 1)
    return json(200, { data: { submitCase: { __typename: 'CaseInformation' } } })
  }

  const answer = async (init: RequestInit): Promise<Response> => {
    counts.graphql++
    if (runtime.monotonic() - revokedAt > 17_000) {
      revokedAt = runtime.monotonic()
      validToken = undefined
    }
    await sleep(5 + random() * 45)
    const token = new Headers(init.headers).get('authorization')
    if (token !== `Bearer ${validToken}`) {
      return json(401, {}, { 'www-authenticate': 'Bearer error="invalid_token"' })
    }
    if (!admits()) {
      counts.refused++
      return json(429, { errors: [{ message: 'slow down' }] }, { 'retry-after': '1' })
    }
    const lot = random()
    if (lot < 0.06) counts.faults++
    if (lot < 0.01) throw reset()
    if (lot < 0.02)
      return new Response('<h1>bad gateway</h1>', {
        status: 502,
        headers: { 'content-type': 'text/html' },
      })
    if (lot < 0.03) return hang(init.signal)
    const response = execute(String(init.body))
    if (lot < 0.04) throw reset()
    if (lot < 0.05) return hang(init.signal)
    if (lot < 0.06)
      return new Response('{"data":', { headers: { 'content-type': 'application/json' } })
    if (lot < 0.1) await sleep(1_000 + random() * 3_000)
    return response
  }

  return {
    fetch: (input, init = {}) => (String(input).endsWith('/oauth/token') ? issue() : answer(init)),
    executed,
    counts,
  }
}
