import type { Runtime } from './runtime.js'

/**
 * Time limits for many operations at the price of one timer.
 *
 * A timer for each send costs more than the rest of an operation's authorization. Limits of the
 * same length end in the order in which they began, so each length keeps a queue, and one timer
 * waits for the earliest end of all. A limit that is lifted is only marked; its place in the queue
 * goes when its turn comes.
 */
export interface Deadlines {
  /** Calls `expire` after `limitMs` milliseconds, unless the limit is lifted before. */
  readonly set: (limitMs: number, expire: () => void) => Deadline
  /** Forgets everything; nothing expires any more. */
  readonly clear: () => void
}

export interface Deadline {
  readonly lift: () => void
}

interface Entry {
  readonly endsAt: number
  expire: (() => void) | undefined
}

/** Entries of one length, oldest first; those before `head` are done with. */
interface Queue {
  entries: Entry[]
  head: number
}

export function createDeadlines(runtime: Runtime): Deadlines {
  const queues = new Map<number, Queue>()
  let cancelTimer: (() => void) | undefined
  let armedFor = Number.POSITIVE_INFINITY

  /** Drops what is lifted or over from the front of a queue; calls what is over. */
  const advance = (queue: Queue, at: number): Entry | undefined => {
    for (;;) {
      const entry = queue.entries[queue.head]
      if (!entry || (entry.expire && entry.endsAt > at)) {
        compact(queue)
        return entry
      }
      queue.head++
      const { expire } = entry
      entry.expire = undefined
      expire?.()
    }
  }

  const arm = (endsAt: number) => {
    if (endsAt >= armedFor) return
    cancelTimer?.()
    armedFor = endsAt
    // In the background: a limit alone must not keep a process alive.
    cancelTimer = runtime.after(endsAt - runtime.monotonic(), ring, 'background')
  }

  const ring = () => {
    armedFor = Number.POSITIVE_INFINITY
    const at = runtime.monotonic()
    for (const [limitMs, queue] of [...queues]) {
      const next = advance(queue, at)
      if (next) arm(next.endsAt)
      else queues.delete(limitMs)
    }
  }

  return {
    set: (limitMs, expire) => {
      const entry: Entry = { endsAt: runtime.monotonic() + limitMs, expire }
      const queue = queues.get(limitMs)
      if (queue) {
        queue.entries.push(entry)
        if (queue.entries.length - queue.head > 64) dropLifted(queue)
      } else queues.set(limitMs, { entries: [entry], head: 0 })
      arm(entry.endsAt)
      return {
        lift: () => {
          entry.expire = undefined
        },
      }
    },
    clear: () => {
      cancelTimer?.()
      armedFor = Number.POSITIVE_INFINITY
      queues.clear()
    },
  }
}

/** Lets a sequence of short operations reuse the queue instead of filling it for a whole limit. */
function dropLifted(queue: Queue): void {
  const { entries } = queue
  while (queue.head < entries.length && !entries[queue.head]?.expire) queue.head++
  compact(queue)
}

function compact(queue: Queue): void {
  if (queue.head < 64 || queue.head * 2 < queue.entries.length) return
  queue.entries = queue.entries.slice(queue.head)
  queue.head = 0
}
