/** Work that is to be done at a time. */
export interface Job {
  readonly dueAt: number
  readonly run: () => void
}

/** Keeps jobs in the order they fall due; those of one time in the order they were added. */
export interface JobQueue {
  readonly add: (job: Job) => void
  /** Takes out the next job due at that time or before. */
  readonly take: (now: number) => Job | undefined
  /** When the next job falls due. */
  readonly nextDueAt: () => number | undefined
  /** Drops all jobs. */
  readonly clear: () => void
}

/** Starts with nothing to do. */
export function createJobQueue(): JobQueue {
  const jobs: Job[] = []
  return {
    add(job) {
      let low = 0
      let high = jobs.length
      while (low < high) {
        const middle = (low + high) >>> 1
        if ((jobs[middle]?.dueAt ?? 0) <= job.dueAt) low = middle + 1
        else high = middle
      }
      jobs.splice(low, 0, job)
    },
    take(now) {
      const [next] = jobs
      return next !== undefined && next.dueAt <= now ? jobs.shift() : undefined
    },
    nextDueAt: () => jobs[0]?.dueAt,
    clear() {
      jobs.length = 0
    },
  }
}
