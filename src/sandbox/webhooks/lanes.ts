/** Work that is done one piece after the other in each lane, and side by side in different ones. */
export interface Lanes {
  /** Adds work. It must not reject. */
  readonly add: (lane: string, work: () => Promise<void>) => void
  /** Resolves when there is none left, even if some came in the meantime. */
  readonly idle: () => Promise<void>
}

/** Starts without work. */
export function createLanes(): Lanes {
  const lanes = new Map<string, Promise<void>>()
  return {
    add(lane, work) {
      const last = (lanes.get(lane) ?? Promise.resolve()).then(work).then(() => {
        if (lanes.get(lane) === last) lanes.delete(lane)
      })
      lanes.set(lane, last)
    },
    async idle() {
      while (lanes.size > 0) await Promise.all(lanes.values())
    },
  }
}
