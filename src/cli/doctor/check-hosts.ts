/** Whether the hosts answer at all, and whether their clock and ours agree. */
import type { Cli } from '../cli.js'
import { hideSecrets } from '../describe-error.js'
import { type Finding, fail, ok, skip, warn } from './finding.js'

/** How long a host may take to answer, in milliseconds. */
const patienceMs = 10_000
/** What clocks may differ by, in milliseconds: `Date` has whole seconds, and answers travel. */
const clockWarnMs = 30_000
const clockFailMs = 300_000

export interface Host {
  /** What it is for, such as `API`. */
  readonly name: string
  readonly url: string
  /** The variable that decides its address. */
  readonly variable: string
}

/** Asks each host for anything; any answer will do. */
export async function checkHosts(cli: Cli, hosts: readonly Host[]): Promise<readonly Finding[]> {
  const asked = await Promise.all(hosts.map((host) => ask(cli, host)))
  const skews = asked.flatMap(({ skewMs }) => (skewMs === undefined ? [] : [skewMs]))
  return [...asked.map(({ finding }) => finding), judgeClock(skews)]
}

interface Asked {
  readonly finding: Finding
  /** How far our clock is ahead of theirs, in milliseconds. */
  readonly skewMs?: number
}

async function ask({ io, signal }: Cli, { name, url, variable }: Host): Promise<Asked> {
  const { fetch = globalThis.fetch, now = Date.now } = io
  const { host, origin } = new URL(url)
  const check = `host of the ${name}`
  try {
    const asked = await fetch(url, {
      headers: { 'user-agent': 'firstaml-cli' },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    })
    const date = Date.parse(asked.headers.get('date') ?? '')
    await asked.body?.cancel()
    const finding = ok(check, `${host} answers.`)
    return Number.isNaN(date) ? { finding } : { finding, skewMs: now() - date }
  } catch (error) {
    signal.throwIfAborted()
    const remedy = `Check ${variable}, the network, and whether a proxy or a firewall stands between.`
    return {
      finding: fail(
        check,
        `${origin} cannot be reached: ${hideSecrets(reasonOf(error), io.env)}.`,
        remedy,
      ),
    }
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it failed'
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`
  const { cause } = error
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return (cause instanceof Error ? cause : error).message.replace(/\.$/, '')
}

function judgeClock(skews: readonly number[]): Finding {
  const [worst] = [...skews].sort((a, b) => Math.abs(b) - Math.abs(a))
  if (worst === undefined) return skip('clock', 'No host said what time it is.')
  const off = Math.abs(worst)
  if (off < clockWarnMs) return ok('clock', 'This clock agrees with theirs.')
  const found = `This clock is ${Math.round(off / 1000)} s ${worst > 0 ? 'ahead of' : 'behind'} theirs.`
  const judge = off < clockFailMs ? warn : fail
  return judge(
    'clock',
    found,
    'Set the clock, or let NTP keep it: webhooks are judged by their age.',
  )
}
