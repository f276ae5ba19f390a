/**
 * A fleet of processes that share one token through a store, over months, on a clock that runs as
 * fast as the machine can. Token sources, leases, polling and seals are the package's own; the
 * store's machine, the vendor and the processes' fates are simulated, by a lot that is the same in
 * every run.
 */
import { createRandom, createVirtualTime } from '../../test/support/virtual-time.js'
import { type FleetProcess, startProcess } from './process.js'
import { withSyncCrypto } from './sync-crypto.js'
import { createTroubledStore } from './troubled-store.js'
import { createFleetVendor } from './vendor.js'

export interface FleetOptions {
  readonly clients: number
  readonly days: number
  readonly seed?: number
  /** Mean time between two operations of one process, in milliseconds; default 30 000. */
  readonly operationEveryMs?: number
  /** Rolling restarts of the whole fleet, each over half an hour. */
  readonly deployments: number
  /** Crashes of a process at any time, in the whole fleet. */
  readonly crashes: number
  /** The part of token requests over which the process that sent it crashes. */
  readonly crashesWhileAsking: number
  readonly revocations: number
  /** Outages of the store, of twenty minutes on average; half hang, and half lose what was kept. */
  readonly outages: number
  /** Told every thirty days that have passed. */
  readonly onProgress?: (days: number) => void
}

export interface FleetReport {
  /** Token requests of each day. */
  readonly perDay: readonly number[]
  /** Those sent while the store was broken. */
  readonly duringOutages: number
  /** Of one process that never ends, and asks when its token ends or is revoked. */
  readonly ideal: number
  /** Tokens that processes needed: what a fleet without a store asks for. */
  readonly needed: number
  /** Operations in which anything happened, and those of them that got no token. */
  readonly operations: number
  readonly failed: number
  readonly outageMs: number
}

const halfHourMs = 1_800_000
const dayMs = 86_400_000

/** The fleet starts at noon, so that no token's end falls near midnight and into the wrong day. */
const noonMs = dayMs / 2

export function simulateFleet(options: FleetOptions): Promise<FleetReport> {
  return withSyncCrypto(() => simulate(options))
}

async function simulate(options: FleetOptions): Promise<FleetReport> {
  const { clients, days, seed = 1, operationEveryMs = 30_000 } = options
  const endsAt = days * dayMs - noonMs
  const random = createRandom(seed)
  const time = createVirtualTime()
  const { runtime } = time
  const vendor = createFleetVendor(time, random)
  const troubled = createTroubledStore(time)
  const perDay = Array.from({ length: days }, () => 0)
  const counts = { ideal: 0, duringOutages: 0, needed: 0, operations: 0, failed: 0, outageMs: 0 }
  const fleet: FleetProcess[] = []

  const start = (at: number) => {
    fleet[at] = startProcess({
      time,
      vendor,
      store: troubled.store,
      random,
      operationEveryMs,
      onEvent: ({ type }) => {
        if (type === 'token_received' || type === 'token_shared') counts.needed++
      },
      onOperation: (served) => {
        counts.operations++
        if (!served) counts.failed++
      },
      onAsking: (self) => {
        const day = Math.floor((noonMs + runtime.monotonic()) / dayMs)
        perDay[day] = (perDay[day] ?? 0) + 1
        if (troubled.isBroken()) counts.duringOutages++
        if (random() < options.crashesWhileAsking) replace(at, self.crash)
      },
    })
  }
  /** A process ends, and another takes its place after some seconds. */
  const replace = (at: number, end: (() => void) | undefined) => {
    end?.()
    runtime.after(2_000 + 3_000 * random(), () => start(at))
  }
  const anyTime = () => random() * endsAt
  const happen = (times: number, event: () => void) => {
    for (let time = 0; time < times; time++) runtime.after(anyTime(), event)
  }

  let forgetEnd = () => {}
  const askIdeally = () => {
    counts.ideal++
    forgetEnd()
    forgetEnd = runtime.after(dayMs, askIdeally)
  }

  const tell = (passed: number) => {
    if (passed > 0) options.onProgress?.(passed)
    runtime.after(30 * dayMs, () => tell(passed + 30))
  }

  tell(0)
  askIdeally()
  for (let at = 0; at < clients; at++) start(at)
  happen(options.deployments, () => {
    for (let at = 0; at < clients; at++) {
      runtime.after((at / clients) * halfHourMs, () => replace(at, fleet[at]?.stop))
    }
  })
  happen(options.crashes, () => {
    const at = Math.floor(random() * clients)
    replace(at, fleet[at]?.crash)
  })
  happen(options.revocations, () => {
    vendor.revoke()
    askIdeally()
    for (const process of fleet) process.operateSoon()
  })
  happen(options.outages, () => {
    const lastsMs = -Math.log(1 - random()) * 1_200_000
    counts.outageMs += lastsMs
    troubled.breakDown(random() < 0.5 ? 'down' : 'hangs')
    runtime.after(lastsMs, () => troubled.recover(random() < 0.5))
  })

  await time.run(() => runtime.monotonic() >= endsAt)
  for (const process of fleet) process.stop()
  return { perDay, ...counts }
}
