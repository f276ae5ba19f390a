/** All figures but CPU time, in rounds that interleave the contenders. */
import type { Contender } from '../contenders/contender.js'
import { median } from '../statistics.js'
import { type AbortDelays, measureAbort } from './abort.js'
import { measureColdCallers } from './cold-callers.js'
import type { Counts } from './counts.js'
import { measureLateRefusals } from './late-refusals.js'
import { findLeaks, type Leak } from './leaks.js'
import { measureRefreshWindow } from './refresh-window.js'
import { measureRejectedTokens, simulateRejectedTokens } from './rejected-tokens.js'
import { measureRevokedOnSockets, measureRevokedToken } from './revoked-token.js'

export interface FigureSettings {
  readonly rounds: number
  /** Concurrent operations: N. */
  readonly callers: number
  /** Operations while every token is rejected, 100 a second. */
  readonly rejectedOperations: number
  /** The same on a simulated clock, in minutes. */
  readonly simulatedMinutes: number
}

/** Everything measured of one contender; the median over the rounds. */
export interface Figures {
  readonly name: string
  readonly isOurs: boolean
  readonly cold: Counts
  readonly revoked: Counts
  readonly revokedOnSockets: Counts
  readonly late: Counts
  readonly rejected: Counts
  /** Absent for a contender that takes no clock. */
  readonly simulated: Counts | undefined
  /** Milliseconds. */
  readonly addedByRefresh: number
  readonly abort: AbortDelays
  readonly leaks: readonly Leak[]
}

export async function measureFigures(
  contenders: readonly Contender[],
  settings: FigureSettings,
): Promise<readonly Figures[]> {
  const inRounds = async <T>(measure: (contender: Contender) => Promise<T>) => {
    const results = new Map<Contender, T[]>(contenders.map((contender) => [contender, []]))
    for (let round = 0; round < settings.rounds; round++) {
      for (const [contender, values] of results) values.push(await measure(contender))
    }
    return results
  }
  // Repeats itself, and sets the clocks ahead, which must not reach another contender.
  const inTurn = async <T>(measure: (contender: Contender) => Promise<T>) => {
    const results = new Map<Contender, T>()
    for (const contender of contenders) results.set(contender, await measure(contender))
    return results
  }
  // These wait more than they work, so the contenders may wait together.
  const together = async <T>(measure: (contender: Contender) => Promise<T>) =>
    new Map(
      await Promise.all(
        contenders.map(async (contender) => [contender, await measure(contender)] as const),
      ),
    )

  const cold = await inRounds((contender) => measureColdCallers(contender, settings.callers))
  const revoked = await inRounds((contender) => measureRevokedToken(contender, settings.callers))
  const onSockets = await inRounds((contender) =>
    measureRevokedOnSockets(contender, settings.callers),
  )
  const late = await inRounds(measureLateRefusals)
  const window = await inTurn(measureRefreshWindow)
  const rejected = await together((contender) =>
    measureRejectedTokens(contender, settings.rejectedOperations),
  )
  const simulated = await together(async (contender) =>
    contender.isOurs ? simulateRejectedTokens(contender, settings.simulatedMinutes) : undefined,
  )
  const abort = await together(measureAbort)
  const leaks = await together(findLeaks)

  return contenders.map((contender) => ({
    name: contender.name,
    isOurs: contender.isOurs,
    cold: medianCounts(cold.get(contender)),
    revoked: medianCounts(revoked.get(contender)),
    revokedOnSockets: medianCounts(onSockets.get(contender)),
    late: medianCounts(late.get(contender)),
    rejected: medianCounts([rejected.get(contender)]),
    simulated: simulated.get(contender),
    addedByRefresh: found(window.get(contender)),
    abort: found(abort.get(contender)),
    leaks: leaks.get(contender) ?? [],
  }))
}

function medianCounts(rounds: readonly (Counts | undefined)[] = []): Counts {
  const of = (read: (counts: Counts) => number) => median(rounds.map((round) => read(found(round))))
  return {
    tokens: of(({ tokens }) => tokens),
    errors: of(({ errors }) => errors),
    requests: of(({ requests }) => requests),
  }
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a contender was not measured')
  return value
}
