// `npm run bench:fleet`: a year of a fleet that shares one token, against the ideal.
//   --quick      1 000 processes and 60 days, with and without troubles
//   --markdown   the tables for docs/share-tokens.md
//   --assert     exit code 1 when the fleet asks for more than is promised

import { type FleetOptions, type FleetReport, simulateFleet } from './fleet/simulation.js'
import { formatMarkdown, formatPlain, type Table } from './table.js'
import { stopwatch } from './time-travel.js'

const flags = new Set(process.argv.slice(2))
const format = flags.has('--markdown') ? formatMarkdown : formatPlain
const [clients, days] = flags.has('--quick') ? [1_000, 60] : [10_000, 365]

const calm = {
  clients,
  days,
  deployments: 0,
  crashes: 0,
  crashesWhileAsking: 0,
  revocations: 0,
  outages: 0,
}
const eventful: FleetOptions = {
  ...calm,
  deployments: Math.round(days / 7),
  crashes: Math.round((clients * days) / 30),
  crashesWhileAsking: 0.02,
  revocations: Math.round(days / 30),
}
const full = ['everything happens', { ...eventful, outages: Math.round(days / 30) }] as const
const years: readonly (readonly [string, FleetOptions])[] = flags.has('--quick')
  ? [['nothing happens', calm], ['everything but outages', eventful], full]
  : [full]

const count = new Intl.NumberFormat('en')
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)
const quantile = (numbers: readonly number[], part: number) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(part * (numbers.length - 1))] ?? 0

function rowOf(name: string, report: FleetReport): readonly string[] {
  const { perDay, ideal, needed, duringOutages, failed } = report
  const total = sum(perDay)
  return [
    name,
    count.format(needed),
    count.format(total),
    count.format(ideal),
    count.format(total - duringOutages),
    (total / perDay.length).toFixed(2),
    String(quantile(perDay, 0.5)),
    String(quantile(perDay, 0.99)),
    count.format(Math.max(...perDay)),
    String(failed),
  ]
}

const elapsed = stopwatch()
const rows: (readonly string[])[] = []
let kept = true
for (const [name, options] of years) {
  const onProgress = (passed: number) => {
    process.stderr.write(`${name}: ${passed} days after ${Math.round(elapsed() / 1_000)} s\n`)
  }
  const report = await simulateFleet({ ...options, onProgress })
  rows.push(rowOf(name, report))
  // Beyond the ideal: a token for each holder that crashed, and room for its being unlucky twice.
  const allowed = report.ideal * (1 + 2 * options.crashesWhileAsking) + 3
  kept &&= report.failed === 0 && sum(report.perDay) - report.duringOutages <= allowed
}

const table: Table = {
  title: `Token requests of ${count.format(clients)} processes in ${days} days`,
  head: [
    'what happens',
    'without a store',
    'with it',
    'ideal',
    'outside outages',
    'a day, mean',
    'median day',
    '99 of 100 days',
    'worst day',
    'failed operations',
  ],
  rows,
}
console.log(format(table))
if (flags.has('--assert') && !kept) process.exitCode = 1
