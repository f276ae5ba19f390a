/**
 * What is asked of ours. Counts, aborts and secrets are hard: they are exact, or two orders of
 * magnitude from their limit. Durations and CPU time are soft: a busy machine moves them, so each
 * has a tolerance, taken from how far repeated runs of unchanged code lay apart.
 */
import type { Contender } from './contenders/contender.js'
import type { CpuFigure } from './cpu/measure-cpu.js'
import type { FigureSettings, Figures } from './figures/measure-figures.js'

export interface Check {
  readonly what: string
  readonly value: number
  /** The most that is allowed. */
  readonly limit: number
  /** How much more is forgiven; 0 for a hard check. */
  readonly tolerance: number
}

export function isMet({ value, limit, tolerance }: Check): boolean {
  return value <= limit + tolerance
}

const stockStack = 'urql + exchange-auth + exchange-retry'

/** The checks on one of ours that are about counts, waiting and secrets. */
export function checkFigures(
  { name, ...figures }: Figures,
  { callers }: FigureSettings,
): readonly Check[] {
  const check = (what: string, value: number, limit: number, tolerance = 0): Check => ({
    what: `${name}: ${what}`,
    value,
    limit,
    tolerance,
  })
  const { cold, revoked, revokedOnSockets, late, rejected, simulated, abort } = figures
  return [
    check('token requests, cold callers', cold.tokens, 1),
    check('failed operations, cold callers', cold.errors, 0),
    check('token requests, revoked token', revoked.tokens, 1),
    check('failed operations, revoked token', revoked.errors, 0),
    check('GraphQL requests, revoked token', revoked.requests, 2 * callers),
    check('token requests, revoked token on sockets', revokedOnSockets.tokens, 1),
    check('failed operations, revoked token on sockets', revokedOnSockets.errors, 0),
    check('token requests, ten late 401s', late.tokens, 1),
    check('failed operations, ten late 401s', late.errors, 0),
    check('token requests, every token rejected', rejected.tokens, 10),
    check('token requests, every token rejected, simulated', simulated?.tokens ?? 0, 10),
    check('ms from abort to settled', Math.max(...Object.values(abort)), 20),
    check('places with a secret or token', figures.leaks.length, 0),
    check('ms added when the token is due', figures.addedByRefresh, 1, 1),
  ]
}

/**
 * The checks on one of ours that are about CPU time.
 *
 * @param tolerance - how far repeated runs of unchanged code lie apart.
 */
export function checkCpu(
  { name, cpuLimit }: Contender,
  production: readonly CpuFigure[],
  tolerance: number,
): readonly Check[] {
  const ratioOf = (wanted: string) =>
    production.find((figure) => figure.name === wanted)?.ratio.median ?? Number.NaN
  const check = (what: string, limit: number): Check => ({
    what: `${name}: ${what}`,
    value: ratioOf(name),
    limit,
    tolerance,
  })
  if (cpuLimit === undefined) return []
  return [
    check('CPU ratio to bare urql core', cpuLimit),
    check('CPU ratio, not above the stock stack', ratioOf(stockStack)),
  ]
}
