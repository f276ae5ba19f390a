// Are tokens cached? Each token that a client was given entitles it to one replacement, when the
// token has ended, is about to, or was refused. Whatever it asks for beyond that, it asks for while
// it holds a good one. So several processes that share credentials are each allowed their renewals.
import type { Arrival } from './arrival.js'
import { createEvidence } from './evidence.js'
import type { ReviewItem } from './report.js'

/** Watches the tokens of all clients. */
export interface TokenWatcher {
  /** Whose token it is, if it was seen being issued. */
  readonly ownerOf: (token: string) => string | undefined
  /** A token was given out. Lifetime in milliseconds. */
  readonly issued: (arrival: Arrival, token: string, lifetimeMs: number) => Promise<void>
  /** A request with this token was answered with 401. */
  readonly refused: (token: string) => void
  readonly item: () => ReviewItem
}

interface LiveToken {
  readonly expiresAt: number
  readonly lifetimeMs: number
}

interface Holder {
  readonly live: Map<string, LiveToken>
  replaceable: number
}

/** Tokens remembered for each client, and in all. */
const liveCapacity = 100
const ownerCapacity = 1_000

/** @param isValid - whether the sandbox would still accept a token. */
export function watchTokens(isValid: (token: string) => Promise<boolean>): TokenWatcher {
  const holders = new Map<string, Holder>()
  const owners = new Map<string, string>()
  const evidence = createEvidence()
  let issued = 0
  let early = 0

  function holderOf(clientId: string): Holder {
    const holder = holders.get(clientId) ?? { live: new Map<string, LiveToken>(), replaceable: 0 }
    holders.set(clientId, holder)
    return holder
  }

  async function forgetEnded(holder: Holder, now: number): Promise<void> {
    for (const [token, { expiresAt, lifetimeMs }] of [...holder.live]) {
      const isEnding = expiresAt - now <= refreshWindowMs(lifetimeMs)
      if (isEnding || !(await isValid(token))) end(holder, token)
    }
  }

  return {
    ownerOf: (token) => owners.get(token),
    async issued(arrival, token, lifetimeMs) {
      const clientId = arrival.credentialsOf ?? ''
      const holder = holderOf(clientId)
      const { clockMs } = arrival.at
      issued += 1
      await forgetEnded(holder, clockMs)
      if (holder.replaceable > 0) holder.replaceable -= 1
      else if (holder.live.size > 0) {
        early += 1
        const longest = Math.max(...[...holder.live.values()].map(({ expiresAt }) => expiresAt))
        const seconds = Math.round((longest - clockMs) / 1000)
        evidence.add(`${clientId} held a token that was good for another ${seconds} s`, arrival)
      }
      keep(holder.live, token, { expiresAt: clockMs + lifetimeMs, lifetimeMs }, liveCapacity)
      keep(owners, token, clientId, ownerCapacity)
    },
    refused(token) {
      const clientId = owners.get(token)
      if (clientId !== undefined) end(holderOf(clientId), token)
    },
    item: () => ({
      id: 'token-caching',
      title: 'Access tokens are cached while they are good',
      verdict: issued === 0 ? 'not observed' : early > 1 ? 'fail' : early === 1 ? 'warn' : 'pass',
      summary:
        issued === 0
          ? 'No token was issued.'
          : `Tokens issued: ${issued}, of which ${early} while the client held a good one.`,
      counts: { issued, early },
      evidence: evidence.pieces(),
      omitted: evidence.omitted(),
      advice:
        early > 0
          ? 'Keep the token until shortly before expires_in ends or the API answers 401, share one request among operations that start together, and one token store among processes.'
          : null,
    }),
  }
}

/** How early a renewal is no offence: a twentieth of the life, or a minute where that is little. */
function refreshWindowMs(lifetimeMs: number): number {
  return Math.max(lifetimeMs / 20, Math.min(60_000, lifetimeMs / 4))
}

function end(holder: Holder, token: string): void {
  if (holder.live.delete(token)) holder.replaceable += 1
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value, capacity: number): void {
  const [oldest] = map.keys()
  if (map.size >= capacity && oldest !== undefined) map.delete(oldest)
  map.set(key, value)
}
