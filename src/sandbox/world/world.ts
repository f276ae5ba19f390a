// The state of the sandbox and its time. What happens by itself (checks that end, PDFs that get
// ready) is a job on the sandbox's clock: jobs that fell due are done before anything else is read
// or changed, each as if at its own time, so a day that passes at once leaves the same behind as a
// day that was waited for.
import type { SandboxClock } from '../clock.js'
import type { SandboxLinks } from '../links.js'
import type { WorldEventDetails, WorldListener } from './events.js'
import { createJobQueue } from './job-queue.js'
import type {
  CaseRecord,
  DocumentRecord,
  EntityRecord,
  FileRecord,
  PdfRecord,
  SubscriptionRecord,
} from './records.js'

/** What has ids of its own. */
export type IdKind = 'case' | 'individual' | 'entity' | 'document' | 'file' | 'pdf' | 'hook'

/** Everything there is in one sandbox. */
export interface World {
  readonly links: SandboxLinks
  readonly cases: ReadonlyMap<string, CaseRecord>
  /** By id, as in the first case that had it. */
  readonly entities: ReadonlyMap<
    string,
    { readonly organizationId: string; readonly entity: EntityRecord }
  >
  readonly files: Map<
    string,
    { readonly item: CaseRecord; readonly document: DocumentRecord; readonly file: FileRecord }
  >
  readonly pdfs: Map<number, { readonly item: CaseRecord; readonly pdf: PdfRecord }>
  readonly subscriptions: Map<string, SubscriptionRecord>
  /** A number that nothing of that kind has yet. */
  readonly nextId: (kind: IdKind) => number
  /** The present; within a job, the time it fell due. */
  readonly now: () => number
  readonly addCase: (item: CaseRecord) => void
  /** Notes that a case has changed just now. */
  readonly touch: (item: CaseRecord) => void
  /** All cases by the time of their last change, then by id. */
  readonly casesByUpdate: () => readonly CaseRecord[]
  /** Has something done later. */
  readonly schedule: (delayMs: number, run: () => void) => void
  /** Does what has fallen due. */
  readonly settle: () => void
  /** When there is something to do next: milliseconds since the epoch. */
  readonly nextDueAt: () => number | undefined
  readonly emit: (item: CaseRecord, details: WorldEventDetails) => void
  /** @returns a function that stops it. */
  readonly onEvent: (listener: WorldListener) => () => void
  /** Forgets everything there is and gives ids from the first on; listeners stay. */
  readonly clear: () => void
}

/** Far enough apart that an id of one kind is taken for none of another. */
const firstIds: Readonly<Record<IdKind, number>> = {
  case: 1_001,
  individual: 200_001,
  entity: 300_001,
  document: 400_001,
  file: 500_001,
  pdf: 600_001,
  hook: 1,
}

/** Makes a world without cases. */
export function createWorld(clock: SandboxClock, links: SandboxLinks): World {
  const cases = new Map<string, CaseRecord>()
  const entities = new Map<string, { organizationId: string; entity: EntityRecord }>()
  const files: World['files'] = new Map()
  const pdfs: World['pdfs'] = new Map()
  const subscriptions: World['subscriptions'] = new Map()
  const nextIds = { ...firstIds }
  const jobs = createJobQueue()
  const listeners = new Set<WorldListener>()
  let jobTime: number | undefined
  let ordered: CaseRecord[] = []
  let isOrdered = true

  const now = () => jobTime ?? clock.now()

  return {
    links,
    cases,
    entities,
    files,
    pdfs,
    subscriptions,
    nextId(kind) {
      const id = nextIds[kind]
      nextIds[kind] += 1
      return id
    },
    now,
    addCase(item) {
      cases.set(item.caseId, item)
      for (const entity of item.entities) {
        const { organizationId } = item
        if (!entities.has(entity.entityId))
          entities.set(entity.entityId, { organizationId, entity })
      }
      ordered.push(item)
      isOrdered = false
    },
    touch(item) {
      item.updatedAt = now()
      isOrdered = false
    },
    casesByUpdate() {
      if (!isOrdered) ordered = ordered.toSorted(compareByUpdate)
      isOrdered = true
      return ordered
    },
    schedule: (delayMs, run) => jobs.add({ dueAt: now() + delayMs, run }),
    settle() {
      // A listener may look at the world while its jobs are being done.
      if (jobTime !== undefined) return
      const until = clock.now()
      try {
        for (let job = jobs.take(until); job !== undefined; job = jobs.take(until)) {
          jobTime = job.dueAt
          job.run()
        }
      } finally {
        jobTime = undefined
      }
    },
    nextDueAt: jobs.nextDueAt,
    emit({ caseId, organizationId, officeKey }, details) {
      const event = { ...details, caseId, organizationId, officeKey, occurredAt: now() }
      for (const listener of listeners) listener(event)
    },
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    clear() {
      for (const kept of [cases, entities, files, pdfs, subscriptions]) kept.clear()
      Object.assign(nextIds, firstIds)
      jobs.clear()
      ordered = []
    },
  }
}

/** Earlier change first; cases of one time by id. */
export function compareByUpdate(
  one: Pick<CaseRecord, 'caseId' | 'updatedAt'>,
  two: Pick<CaseRecord, 'caseId' | 'updatedAt'>,
): number {
  return one.updatedAt - two.updatedAt || Number(one.caseId) - Number(two.caseId)
}
