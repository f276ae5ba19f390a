// Time that runs by itself, as fast as the machine can: for simulations with many timers, where
// moving a clock by hand would take longer than the simulation.
import type { Runtime } from '../../src/index.js'

export interface VirtualTime {
  readonly runtime: Pick<Runtime, 'now' | 'monotonic' | 'after'>
  readonly sleep: (ms: number) => Promise<void>
  /** Runs until nothing is due any more, or until `until` says so. */
  readonly run: (until: () => boolean) => Promise<void>
}

interface Timer {
  readonly dueAt: number
  readonly order: number
  callback: (() => void) | undefined
}

export function createVirtualTime(): VirtualTime {
  let at = 0
  let order = 0
  const heap: Timer[] = []
  const isBefore = (a: Timer, b: Timer) =>
    a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.order < b.order)

  const push = (timer: Timer) => {
    let child = heap.push(timer) - 1
    while (child > 0) {
      const parent = (child - 1) >> 1
      const above = heap[parent]
      if (!above || !isBefore(timer, above)) break
      heap[child] = above
      child = parent
    }
    heap[child] = timer
  }

  const pop = (): Timer | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (!first || !last || heap.length === 0) return first
    let parent = 0
    for (;;) {
      let child = parent * 2 + 1
      const left = heap[child]
      const right = heap[child + 1]
      if (left && right && isBefore(right, left)) child++
      const below = heap[child]
      if (!below || !isBefore(below, last)) break
      heap[parent] = below
      parent = child
    }
    heap[parent] = last
    return first
  }

  const after: Runtime['after'] = (delayMs, callback) => {
    const timer: Timer = { dueAt: at + Math.max(0, delayMs), order: order++, callback }
    push(timer)
    return () => {
      timer.callback = undefined
    }
  }

  return {
    runtime: { now: () => 1_750_000_000_000 + at, monotonic: () => at, after },
    sleep: (ms) => new Promise((go) => void after(ms, go)),
    run: async (until) => {
      for (;;) {
        // Everything that is ready runs before time moves on.
        await new Promise((go) => setImmediate(go))
        if (until()) return
        let timer = pop()
        while (timer && !timer.callback) timer = pop()
        if (!timer) return
        at = timer.dueAt
        const { callback } = timer
        timer.callback = undefined
        callback?.()
        for (let next = heap[0]; next && next.dueAt === at; next = heap[0]) {
          pop()
          next.callback?.()
          next.callback = undefined
        }
      }
    },
  }
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
