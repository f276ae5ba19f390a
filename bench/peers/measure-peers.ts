import type { RoundSettings } from '../cpu/rounds.js'
import type { Counts } from '../figures/counts.js'
import { measureRevokedOnSockets } from '../figures/revoked-token.js'
import { median, ratios } from '../statistics.js'
import { measureBundle } from './bundle-size.js'
import { measureImports } from './cold-import.js'
import { measureOperations } from './operation-times.js'
import { type Peer, peers } from './peers.js'

export interface PeerSettings extends RoundSettings {
  /** Operations at once on a token that has just been revoked. */
  readonly callers: number
  readonly burstRounds: number
  readonly importRounds: number
  /** Where a package's entry is, for one that is not installed. */
  readonly entryOf: (name: string) => string
}

/** A median, and how it stands to ours of the same rounds. */
export interface Relative {
  readonly value: number
  readonly ratio: number
}

/** Everything measured of one peer. */
export interface PeerFigures {
  readonly name: string
  readonly isOurs: boolean
  /** What the burst of 401s came to; the median over the rounds. */
  readonly burst: Counts
  /** Microseconds per operation, by the clock. */
  readonly elapsedUs: Relative
  /** Microseconds of CPU time per operation. */
  readonly cpuUs: Relative
  /** Bytes, minified and gzipped. */
  readonly bundle: Relative
  /** Milliseconds; absent where nothing is imported. */
  readonly importMs: Relative | undefined
}

export async function measurePeers(
  settings: PeerSettings,
  say: (text: string) => void,
): Promise<readonly PeerFigures[]> {
  say('bundling applications …')
  const bundles = new Map<string, readonly number[]>()
  for (const peer of peers) bundles.set(peer.contender.name, [await measureBundle(peer)])
  say('bursts of 401s …')
  const bursts = await measureBursts(peers, settings)
  say('cold imports …')
  const imports = await measureImports(peers, settings.importRounds, settings.entryOf)
  say('operations …')
  const operations = await measureOperations(peers, settings)
  const elapsed = new Map([...operations].map(([name, of]) => [name, of.map((r) => r.elapsedUs)]))
  const cpu = new Map([...operations].map(([name, of]) => [name, of.map((r) => r.cpuUs)]))

  return peers.map(({ contender: { name, isOurs } }) => ({
    name,
    isOurs,
    burst: bursts.get(name) ?? { tokens: Number.NaN, errors: Number.NaN, requests: Number.NaN },
    elapsedUs: relate(elapsed, name),
    cpuUs: relate(cpu, name),
    bundle: relate(bundles, name),
    importMs: imports.has(name) ? relate(imports, name) : undefined,
  }))
}

async function measureBursts(
  all: readonly Peer[],
  { callers, burstRounds }: PeerSettings,
): Promise<ReadonlyMap<string, Counts>> {
  const rounds = new Map<Peer, Counts[]>(all.map((peer) => [peer, []]))
  for (let round = 0; round < burstRounds; round++) {
    for (const [{ contender }, counts] of rounds) {
      counts.push(await measureRevokedOnSockets(contender, callers))
    }
  }
  return new Map(
    [...rounds].map(([{ contender }, counts]) => [
      contender.name,
      {
        tokens: median(counts.map(({ tokens }) => tokens)),
        errors: median(counts.map(({ errors }) => errors)),
        requests: median(counts.map(({ requests }) => requests)),
      },
    ]),
  )
}

/** The median over the rounds, and the median of the ratios to the first, which is ours. */
function relate(values: ReadonlyMap<string, readonly number[]>, name: string): Relative {
  const [ours = []] = values.values()
  const own = values.get(name) ?? []
  return { value: median(own), ratio: median(ratios(own, ours)) }
}
