// `npm run bench:cli`: how long the built `firstaml --help` takes, over `node -e 0`, which is what no
// program for Node can go below. Rounds alternate in random order and medians are compared: on a
// machine with other work only the ratio is worth keeping.
import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { shuffle, spread } from './statistics.js'

const execute = promisify(execFile)
const rounds = process.argv.includes('--quick') ? 9 : 41
const wanted = 1.5

const bin = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url))
if (!existsSync(bin)) spawnSync('npm', ['run', 'build'], { stdio: 'inherit' })

const programs = {
  'node -e 0': ['-e', '0'],
  'firstaml --help': [bin, '--help'],
  'firstaml whoami --help': [bin, 'whoami', '--help'],
} as const
type Program = keyof typeof programs
const names: readonly Program[] = ['node -e 0', 'firstaml --help', 'firstaml whoami --help']

const samples: Record<Program, number[]> = {
  'node -e 0': [],
  'firstaml --help': [],
  'firstaml whoami --help': [],
}
for (const name of names) await measure(name)
for (let round = 0; round < rounds; round += 1) {
  for (const name of shuffle(names)) samples[name].push(await measure(name))
}

const floor = spread(samples['node -e 0']).median
for (const name of names) {
  const { lower, median, upper } = spread(samples[name])
  const range = `${lower.toFixed(0)}–${upper.toFixed(0)}`
  console.log(
    `${name.padEnd(24)}${median.toFixed(0)} ms (${range})  ${(median / floor).toFixed(2)}`,
  )
}
const ratio = spread(samples['firstaml --help']).median / floor
console.log(`ratio ${ratio.toFixed(2)} (wanted: at most ${wanted})`)
if (process.argv.includes('--assert') && ratio > wanted) process.exitCode = 1

async function measure(name: Program): Promise<number> {
  const startedAt = performance.now()
  await execute(process.execPath, [...programs[name]])
  return performance.now() - startedAt
}
