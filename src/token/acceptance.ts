/**
 * What the API did with the tokens it was shown, and a pause when it refuses every fresh one.
 *
 * A token that worked and is refused later has been revoked: one fresh token mends that. Fresh
 * tokens refused in a row are something else (wrong audience, wrong environment, a blocked client),
 * which no number of tokens mends. The two are told apart by whether a token ever worked: the API
 * accepted it, or nobody complained of it for a minute, since being told of acceptance is optional.
 */
import { AccessRejectedError } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { type Breaker, createBreaker } from './breaker.js'

export interface Acceptance {
  /** Open while the API refuses every fresh token. */
  readonly breaker: Breaker
  /** A token has arrived; the same one may arrive again. */
  readonly issue: (value: string) => void
  readonly accept: (value: string) => void
  /** The API refused this token, whether or not it came from here. */
  readonly reject: (value: string) => void
  /** The token endpoint issued a token that {@link Acceptance.isBarred}. */
  readonly reissue: () => void
  /** True for a refused token, until a pause gives it another chance. */
  readonly isBarred: (value: string) => boolean
  /** True for a token that the API has refused since it was last issued. */
  readonly wasRejected: (value: string) => boolean
  /** What became of the token that arrived last. */
  readonly last: () => 'none' | 'rejected' | 'unrejected'
}

interface TokenRecord {
  /** Monotonic clock; undefined for a token that was issued elsewhere. */
  readonly issuedAt: number | undefined
  accepted: boolean
  rejected: boolean
  barred: boolean
}

/** Fresh tokens that the API may refuse in a row before asking is paused. */
const toleratedStrikes = 2

/** A token that has gone unrefused for this long counts as one that works, in milliseconds. */
const provenAfterMs = 60_000

/** Tokens remembered: those of operations that may still be under way. */
const mostRecords = 16

export function createAcceptance(runtime: Runtime, emit: EventListener): Acceptance {
  const breaker = createBreaker(runtime, emit)
  const records = new Map<string, TokenRecord>()
  let last: TokenRecord | undefined
  let strikes = 0

  const remember = (value: string, record: TokenRecord): TokenRecord => {
    records.delete(value)
    records.set(value, record)
    for (const [oldest] of records) {
      if (records.size <= mostRecords) break
      records.delete(oldest)
    }
    return record
  }

  const hasWorked = ({ accepted, issuedAt }: TokenRecord) =>
    accepted || (issuedAt !== undefined && runtime.monotonic() - issuedAt >= provenAfterMs)

  const clear = () => {
    strikes = 0
    breaker.close()
  }

  const strike = (reason: keyof typeof messages) => {
    // Several tokens may be under way; the pause has begun, and is not made longer for each.
    if (breaker.remainingMs() > 0) return
    strikes++
    if (strikes < toleratedStrikes) return
    // After the pause any token is given a chance, the same one included.
    for (const record of records.values()) record.barred = false
    breaker.trip('token_rejected', new AccessRejectedError(messages[reason], { reason }))
  }

  return {
    breaker,
    issue: (value) => {
      if (last && !last.rejected && hasWorked(last)) clear()
      const known = records.get(value)
      if (known && !known.rejected) last = known
      else {
        const issuedAt = runtime.monotonic()
        last = remember(value, { issuedAt, accepted: false, rejected: false, barred: false })
      }
    },
    accept: (value) => {
      const record = records.get(value)
      if (!record || record.accepted || record.rejected) return
      record.accepted = true
      clear()
    },
    reject: (value) => {
      const record = records.get(value)
      if (record?.rejected) return
      if (!record) {
        remember(value, { issuedAt: undefined, accepted: false, rejected: true, barred: true })
        return
      }
      record.rejected = true
      record.barred = true
      if (hasWorked(record)) strikes = 0
      else strike('fresh_token_rejected')
    },
    reissue: () => strike('same_token'),
    isBarred: (value) => records.get(value)?.barred ?? false,
    wasRejected: (value) => records.get(value)?.rejected ?? false,
    last: () => (last ? (last.rejected ? 'rejected' : 'unrejected') : 'none'),
  }
}

const messages = {
  same_token:
    'The API refuses the token, and the token endpoint issues the same one again. Ask First AML whether the client may use this API, and check that token and API host belong together.',
  fresh_token_rejected:
    'The API refuses every fresh token. Check that graphqlUrl and tokenUrl belong to the same environment and that the audience is right; otherwise ask First AML.',
} as const
