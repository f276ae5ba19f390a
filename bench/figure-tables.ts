import type { CpuFigure } from './cpu/measure-cpu.js'
import type { Counts } from './figures/counts.js'
import { searchedPlaces } from './figures/leaks.js'
import type { FigureSettings, Figures } from './figures/measure-figures.js'
import type { Spread } from './statistics.js'
import { formatMs, type Table } from './table.js'

/** Token requests, GraphQL requests and failed operations. */
export function tokenTable(figures: readonly Figures[], settings: FigureSettings): Table {
  const { callers, rejectedOperations, simulatedMinutes } = settings
  return {
    title: 'T / G / E: token requests / GraphQL requests / failed operations',
    head: [
      'client',
      `${callers} cold callers`,
      `${callers} at once, revoked`,
      'same on sockets',
      'ten late 401s',
      `all rejected, ${rejectedOperations} op`,
      `all rejected, ${simulatedMinutes} min`,
    ],
    rows: figures.map((figure) => [
      figure.name,
      ...[figure.cold, figure.revoked, figure.revokedOnSockets, figure.late, figure.rejected].map(
        formatCounts,
      ),
      figure.simulated ? formatCounts(figure.simulated) : '–',
    ]),
  }
}

/** What a caller waits for, and what comes to light. */
export function mannersTable(figures: readonly Figures[]): Table {
  return {
    title: 'Waiting and showing',
    head: [
      'client',
      'added when due',
      'abort, token awaited',
      'abort, answer awaited',
      `secrets in ${searchedPlaces} places`,
    ],
    rows: figures.map(({ name, addedByRefresh, abort, leaks }) => [
      name,
      formatMs(addedByRefresh),
      formatMs(Math.max(abort.firstToken, abort.tokenAfterRefusal)),
      formatMs(Math.max(abort.answer, abort.answerToReplay)),
      String(leaks.length),
    ]),
  }
}

export function cpuTable(
  production: readonly CpuFigure[],
  development: readonly CpuFigure[],
): Table {
  return {
    title: 'CPU per operation: median (quartiles), and against bare urql core in the same round',
    head: ['client', 'µs', 'ratio', 'ratio, NODE_ENV=development'],
    rows: production.map(({ name, us, ratio }) => {
      const other = development.find((figure) => figure.name === name)
      return [
        name,
        formatSpread(us, 0),
        formatSpread(ratio, 2),
        other ? formatSpread(other.ratio, 2) : '–',
      ]
    }),
  }
}

function formatCounts({ tokens, requests, errors }: Counts): string {
  return `${tokens} / ${requests} / ${errors}`
}

function formatSpread({ lower, median, upper }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${lower.toFixed(digits)}–${upper.toFixed(digits)})`
}
