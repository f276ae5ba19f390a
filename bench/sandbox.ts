// `npm run bench:sandbox`: how fast the built sandbox starts, and how many `me` requests a second it
// serves, over what graphql-yoga serves with nothing around it. Rounds alternate in random order and
// medians are compared: on a machine with other work only the ratio is worth keeping.
import { fork, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { ServerReady } from './sandbox-servers.js'
import { shuffle, spread } from './statistics.js'

const connections = 32
const roundMs = 1_500
const rounds = 9
const starts = 5
const wantedStartMs = 300
const wantedPerSecond = 2_000

const body = JSON.stringify({
  query:
    '{ me { apiClientId friendlyApiClientName scopes accessibleOrganizations { name offices { key name } } } }',
})

if (!existsSync(new URL('../dist/sandbox/index.js', import.meta.url))) {
  spawnSync('npm', ['run', 'build'], { stdio: 'inherit' })
}

const startMs: number[] = []
const startCpuMs: number[] = []
for (let start = 0; start < starts; start += 1) {
  const { ready, stop } = await startServer('sandbox')
  startMs.push(ready.startMs)
  startCpuMs.push(ready.startCpuMs)
  stop()
}

const servers = { sandbox: await startServer('sandbox'), yoga: await startServer('yoga') }
const perSecond = { sandbox: [] as number[], yoga: [] as number[] }
const cpuMicros = { sandbox: [] as number[], yoga: [] as number[] }
const names = ['sandbox', 'yoga'] as const
for (const name of names) await measure(servers[name])
for (let round = 0; round < rounds; round += 1) {
  for (const name of shuffle(names)) {
    const measured = await measure(servers[name])
    perSecond[name].push(measured.perSecond)
    cpuMicros[name].push(measured.cpuMicros)
  }
}
for (const { stop } of Object.values(servers)) stop()

const started = spread(startMs).median
const sandbox = spread(perSecond.sandbox).median
const yoga = spread(perSecond.yoga).median
console.log(`start    ${started.toFixed(0)} ms, import included (wanted: under ${wantedStartMs})`)
console.log(`         ${spread(startCpuMs).median.toFixed(0)} ms of them computing`)
console.log(`sandbox  ${sandbox.toFixed(0)} me requests/s (wanted: ${wantedPerSecond})`)
console.log(`yoga     ${yoga.toFixed(0)} me requests/s, with nothing around it`)
console.log(`ratio    ${(sandbox / yoga).toFixed(2)}`)
const cpu = { sandbox: spread(cpuMicros.sandbox).median, yoga: spread(cpuMicros.yoga).median }
console.log(
  `cpu      ${cpu.sandbox.toFixed(0)} µs a request, yoga ${cpu.yoga.toFixed(0)} µs: ratio ${(cpu.yoga / cpu.sandbox).toFixed(2)}`,
)

async function startServer(name: 'sandbox' | 'yoga') {
  const child = fork(new URL('./sandbox-servers.ts', import.meta.url), [name])
  const [ready]: ServerReady[] = await once(child, 'message')
  if (ready === undefined) throw new Error(`${name} did not start`)
  const cpuMs = async (): Promise<number> => {
    child.send('cpu')
    const [answer]: number[] = await once(child, 'message')
    return answer ?? 0
  }
  return { ready, cpuMs, stop: () => child.kill() }
}

/**
 * Requests a second over so many connections, each with one request under way, and how long the
 * server computes for one.
 */
async function measure({ ready, cpuMs }: Awaited<ReturnType<typeof startServer>>) {
  const { url, authorization } = ready
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const headers = {
    authorization,
    accept: 'application/graphql-response+json',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'bench',
  }
  const cpuBefore = await cpuMs()
  const startedAt = performance.now()
  let answered = 0
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
        if (incoming.statusCode !== 200) reject(new Error(`status ${incoming.statusCode}`))
        incoming.resume().on('end', resolve)
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  const keepAsking = async () => {
    while (performance.now() - startedAt < roundMs) {
      await ask()
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: connections }, keepAsking))
  const seconds = (performance.now() - startedAt) / 1000
  agent.destroy()
  return {
    perSecond: answered / seconds,
    cpuMicros: (1000 * ((await cpuMs()) - cpuBefore)) / answered,
  }
}
