// Is throttling respected? An operation that was refused (429 or any 5xx) must not come again
// before `Retry-After` has passed, and where none was sent, its waits must grow.
import type { Answer, ItemWatcher } from './answer.js'
import type { Arrival } from './arrival.js'
import { type AttemptChain, noteRepeat, shapeOf, startChain } from './attempt-chain.js'
import { createEvidence } from './evidence.js'
import { type Moment, waitedMs } from './moment.js'
import type { ReviewItem, ReviewVerdict } from './report.js'

/** The service asked a client to wait. */
interface Pause {
  readonly since: Moment
  readonly lengthMs: number
  /** What is sent within so many milliseconds may have been under way already. */
  readonly graceMs: number
}

/** Operations remembered that were refused and not answered since. */
const chainCapacity = 1_000
/** Timers are a little inexact. */
const toleranceMs = 10
const shortGraceMs = 100
const longGraceMs = 1_000

/** Watches for requests that come again too soon. */
export function watchBackOff(): ItemWatcher {
  const chains = new Map<string, AttemptChain>()
  const pauses = new Map<string, Pause>()
  const open = createCounter()
  const openOfClient = createCounter()
  const evidence = createEvidence()
  const shapes = { hammering: 0, flat: 0, growing: 0, open: 0 }
  const closedEvidence = createEvidence()
  const counts = { refused: 0, repeated: 0, early: 0, duringPause: 0 }

  function judgeRepeat(arrival: Arrival, chain: AttemptChain, isShared: boolean): void {
    const told = chain.retryAfterMs
    if (isShared) chain.isEntangled = true
    counts.repeated += 1
    const waited = noteRepeat(chain, arrival.at)
    if (told === undefined || waited + toleranceMs >= told) return
    if (chain.isEntangled && waited < longGraceMs) return
    counts.early += 1
    evidence.add(`came again after ${round(waited)} ms, told to wait ${round(told)} ms`, arrival)
  }

  function judgePause(arrival: Arrival, clientId: string): void {
    const pause = pauses.get(clientId)
    if (pause === undefined || arrival.kind === 'token') return
    const waited = waitedMs(pause.since, arrival.at)
    if (waited + toleranceMs >= pause.lengthMs) pauses.delete(clientId)
    else if (waited > pause.graceMs) {
      counts.duringPause += 1
      const left = round(pause.lengthMs - waited)
      evidence.add(`came while ${left} ms of a pause were left`, arrival)
    }
  }

  function close(key: string, chain: AttemptChain): void {
    chains.delete(key)
    const shape = shapeOf(chain)
    shapes[shape] += 1
    tellShape(closedEvidence, chain)
  }

  function refuse(arrival: Arrival, { at, retryAfterMs, status }: Answer, clientId: string): void {
    counts.refused += 1
    const { sameness } = arrival
    const chain = chains.get(sameness) ?? startChain(arrival.what, at)
    chain.refusedAt = at
    chain.retryAfterMs = status === 429 || status === 503 ? retryAfterMs : undefined
    if (open.get(sameness) > 0) chain.isEntangled = true
    // The newest last: the first in the map is the one to let go of.
    chains.delete(sameness)
    const [oldest] = chains
    if (chains.size >= chainCapacity && oldest) close(...oldest)
    chains.set(sameness, chain)
    if (chain.retryAfterMs === undefined || arrival.kind === 'token') return
    const graceMs = openOfClient.get(clientId) > 0 ? longGraceMs : shortGraceMs
    pauses.set(clientId, { since: at, lengthMs: chain.retryAfterMs, graceMs })
  }

  return {
    arrived(arrival, clientId = '') {
      const chain = chains.get(arrival.sameness)
      if (chain) judgeRepeat(arrival, chain, open.get(arrival.sameness) > 0)
      else judgePause(arrival, clientId)
      open.add(arrival.sameness, 1)
      openOfClient.add(clientId, 1)
    },
    answered(arrival, answer) {
      const clientId = answer.client?.clientId ?? ''
      open.add(arrival.sameness, -1)
      openOfClient.add(clientId, -1)
      if (answer.status === 429 || answer.status >= 500) return refuse(arrival, answer, clientId)
      const chain = chains.get(arrival.sameness)
      // A 401 is no answer: the operation comes again at once, with a fresh token.
      if (chain && answer.status !== 401) close(arrival.sameness, chain)
    },
    item() {
      const all = { ...shapes }
      const shapeEvidence = createEvidence(closedEvidence)
      for (const chain of chains.values()) {
        all[shapeOf(chain)] += 1
        tellShape(shapeEvidence, chain)
      }
      return itemOf(counts, all, {
        evidence: [...evidence.pieces(), ...shapeEvidence.pieces()],
        omitted: evidence.omitted() + shapeEvidence.omitted(),
      })
    },
  }
}

type Counts = Readonly<Record<'refused' | 'repeated' | 'early' | 'duringPause', number>>
type Shapes = Readonly<Record<'hammering' | 'flat' | 'growing' | 'open', number>>

function itemOf(
  counts: Counts,
  { flat, growing, hammering }: Shapes,
  proof: Pick<ReviewItem, 'evidence' | 'omitted'>,
): ReviewItem {
  const { duringPause, early, refused, repeated } = counts
  const isSteady = flat >= 2 && flat > growing
  const verdict: ReviewVerdict =
    refused === 0
      ? 'not observed'
      : early > 0 || hammering > 0 || isSteady
        ? 'fail'
        : duringPause > 0 || flat > 0
          ? 'warn'
          : 'pass'
  return {
    id: 'throttling',
    title: 'Throttling is respected, with exponential back-off',
    verdict,
    summary:
      refused === 0
        ? 'No request was refused with 429 or a 5xx: let the sandbox throttle to see this.'
        : `${refused} requests were refused with 429 or a 5xx; ${repeated} came again, ${early} of them too early; ${duringPause} others came in a pause. Waits grew ${growing} times, stayed the same ${flat} times, were none ${hammering} times.`,
    counts: { ...counts, growing, flat, hammering },
    ...proof,
    advice:
      verdict === 'fail' || verdict === 'warn'
        ? 'Wait as long as Retry-After says, with everything and not only with the operation that was refused. Without it, double the wait before each attempt. The client of firstaml-client does both.'
        : null,
  }
}

function tellShape(evidence: ReturnType<typeof createEvidence>, chain: AttemptChain): void {
  const shape = shapeOf(chain)
  if (shape !== 'flat' && shape !== 'hammering') return
  const { firstWaitMs, longestLaterMs, mostInHaste, waits, what } = chain
  evidence.add(
    shape === 'hammering'
      ? `${what} came again ${mostInHaste} times in a row without a wait`
      : `${what} came again ${waits} times, first after ${round(firstWaitMs)} ms and later after at most ${round(longestLaterMs)} ms`,
  )
}

/** Counts by key and forgets what is at nothing. */
function createCounter() {
  const counts = new Map<string, number>()
  return {
    get: (key: string) => counts.get(key) ?? 0,
    add(key: string, change: number) {
      const count = (counts.get(key) ?? 0) + change
      if (count > 0) counts.set(key, count)
      else counts.delete(key)
    },
  }
}

function round(ms: number): number {
  return Math.round(ms)
}
