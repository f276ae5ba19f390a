import {
  type ClientEvent,
  createTokenSource,
  type TokenSource,
  type TokenStore,
} from '../../src/index.js'
import type { VirtualTime } from '../../test/support/virtual-time.js'
import type { FleetVendor } from './vendor.js'

/** One process of the fleet with a token source of its own, and the operations that it makes. */
export interface FleetProcess {
  /** Makes an operation some time soon: it has just started, or the API has revoked tokens. */
  readonly operateSoon: () => void
  /** Ends it in order. */
  readonly stop: () => void
  /** Ends it on the spot: nothing that it has begun goes on, no lease is given back. */
  readonly crash: () => void
}

export interface ProcessOptions {
  readonly time: VirtualTime
  readonly vendor: FleetVendor
  readonly store: TokenStore
  readonly random: () => number
  /** Mean time between two operations, in milliseconds. */
  readonly operationEveryMs: number
  readonly onEvent: (event: ClientEvent) => void
  /** Told whether each operation got a token that the API takes. */
  readonly onOperation: (served: boolean) => void
  /** The process is about to send a token request, and may crash over it. */
  readonly onAsking: (self: FleetProcess) => void
}

/** The client's own default: what lies before it needs no simulation, since nothing happens. */
const refreshAheadMs = 60_000

const never = () => new Promise<never>(() => {})

export function startProcess(options: ProcessOptions): FleetProcess {
  const { time, vendor, store, random, operationEveryMs } = options
  const { runtime } = time
  let alive = true
  const whileAlive = <T>(work: () => Promise<T>): Promise<T> => (alive ? work() : never())
  const ownStore: TokenStore = {
    read: (key) => whileAlive(() => store.read(key)),
    write: (key, value, ttlMs) => whileAlive(() => store.write(key, value, ttlMs)),
    lease: async (key, ttlMs) => {
      const release = await whileAlive(async () => store.lease?.(key, ttlMs))
      return release && (() => whileAlive(release))
    },
  }
  const source: TokenSource = createTokenSource({
    tokenUrl: 'https://vendor.test/oauth/token',
    clientId: 'simulated',
    clientSecret: 'simulated-secret',
    store: ownStore,
    fetch: async () => {
      if (!alive) return never()
      options.onAsking(self)
      const answer = await vendor.issue()
      return alive ? answer : never()
    },
    runtime: { ...runtime, random },
    onEvent: options.onEvent,
  })

  /** The next of operations that come at random, whenever one starts to count. */
  const draw = () => -Math.log(1 - random()) * operationEveryMs

  /** @returns when the token in use ends, or undefined where there is none. */
  const operate = async (): Promise<number | undefined> => {
    try {
      let token = await source.get()
      if (!vendor.accepts(token.value)) token = await source.get({ rejected: token.value })
      const served = vendor.accepts(token.value)
      if (served) source.report(token.value, 'accepted')
      if (alive) options.onOperation(served)
      return token.expiresAt
    } catch {
      if (alive) options.onOperation(false)
      return undefined
    }
  }

  /** Operations while the token is good and no refresh is near change nothing: they are left out. */
  const goOn = async (): Promise<void> => {
    if (!alive) return
    const expiresAt = await operate()
    const quietMs = (expiresAt ?? 0) - refreshAheadMs - runtime.now()
    runtime.after(Math.max(0, quietMs) + draw(), () => void goOn())
  }
  runtime.after(draw(), () => void goOn())

  const self: FleetProcess = {
    operateSoon: () => {
      runtime.after(draw(), () => {
        if (alive) void operate()
      })
    },
    stop: () => {
      source.dispose()
      alive = false
    },
    crash: () => {
      alive = false
    },
  }
  return self
}
