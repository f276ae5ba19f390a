/**
 * `npm run bench:auth`: ours and its peers through the same bursts and the same loop, in one run.
 *
 * `--quick` takes fewer rounds, `--markdown` prints tables for the documentation, `--assert` makes
 * the exit code 1 when ours misses what is asked of it. What is measured, and how to read it, is in
 * docs/bench-auth.md.
 */
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { contenders, cpuContenders } from './contenders/index.js'
import { type CpuSettings, measureCpu } from './cpu/measure-cpu.js'
import { cpuTable, mannersTable, tokenTable } from './figure-tables.js'
import { type FigureSettings, measureFigures } from './figures/measure-figures.js'
import { formatMarkdown, formatPlain } from './table.js'
import { checkCpu, checkFigures, isMet } from './verdict.js'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    assert: { type: 'boolean', default: false },
  },
})

const figureSettings: FigureSettings = {
  rounds: flags.quick ? 1 : 3,
  callers: 1_000,
  rejectedOperations: 200,
  simulatedMinutes: flags.quick ? 1 : 10,
}
const cpuSettings: Omit<CpuSettings, 'nodeEnv'> = flags.quick
  ? { generations: 1, rounds: 10 }
  : { generations: 5, rounds: 16 }
/** Full runs of unchanged code lie within 0.06 of each other; with one generation, anywhere. */
const cpuTolerance = flags.quick ? 0.15 : 0.05

/** Progress goes to stderr, so that the tables alone can be piped into a file. */
const say = (text: string) => process.stderr.write(`${text}\n`)

say('counting tokens …')
const figures = await measureFigures(contenders, figureSettings)
say('CPU time, NODE_ENV=production …')
const production = await measureCpu({ ...cpuSettings, nodeEnv: 'production' })
say('CPU time, NODE_ENV=development …')
const development = await measureCpu({
  generations: Math.floor((cpuSettings.generations + 1) / 2),
  rounds: cpuSettings.rounds,
  nodeEnv: 'development',
})

const format = flags.markdown ? formatMarkdown : formatPlain
console.log(
  [
    `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()})`,
    ...[
      tokenTable(figures, figureSettings),
      mannersTable(figures),
      cpuTable(production, development),
    ].map(format),
  ].join('\n\n'),
)

const missed = [
  ...figures
    .filter(({ isOurs }) => isOurs)
    .flatMap((figure) => checkFigures(figure, figureSettings)),
  ...cpuContenders.flatMap((contender) => checkCpu(contender, production, cpuTolerance)),
].filter((check) => !isMet(check))
for (const { what, value, limit, tolerance } of missed) {
  say(`missed: ${what}: ${round(value)}, asked is ${round(limit)} (tolerance ${tolerance})`)
}
if (missed.length === 0) say('ours meets everything that is asked of it')
process.exitCode = flags.assert && missed.length > 0 ? 1 : 0

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2)
}
