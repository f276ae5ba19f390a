import type { WorldListener } from './events.js'
import { endPdf } from './pdfs.js'
import { changeStatus, endAllChecks } from './progress.js'
import type { CaseStatus, VerificationOutcome } from './records.js'
import type { World } from './world.js'

/**
 * Does what First AML's people, the persons in a case and time do, for tests that do not want to
 * wait for them. Each throws a `TypeError` for an id or a value that does not exist.
 */
export interface SandboxWorld {
  /**
   * Ends all checks of a case that are still open, with reports for each, and makes a case in
   * progress ready for review. A draft has no checks yet: that is an `Error`.
   *
   * @param outcome - how they end, `PASS` by default.
   */
  readonly completeVerification: (caseId: string, outcome?: VerificationOutcome) => void
  /** Moves a case to any status, such as those that no mutation leads to. */
  readonly setCaseStatus: (caseId: string, status: CaseStatus) => void
  /** Ends the making of a PDF at once. One that has ended stays as it is. */
  readonly completePdf: (pdfId: number) => void
  /** The same with a bad end. */
  readonly failPdf: (pdfId: number) => void
  /**
   * Tells of what happens to cases from now on: what webhooks tell, in the order it happens. What
   * time brings happens when it passes by `advanceTime`, with the next request, or by `settle`.
   *
   * @param listener - must not throw.
   * @returns a function that stops it.
   */
  readonly onEvent: (listener: WorldListener) => () => void
  /** Does what has fallen due by the sandbox's clock. */
  readonly settle: () => void
  /** When something falls due next: milliseconds since the epoch; `undefined` for never. */
  readonly nextDueAt: () => number | undefined
}

/** Every status of a case. */
export const caseStatuses: readonly CaseStatus[] = [
  'ABANDONED',
  'COMPLETED',
  'DELETED',
  'DORMANT',
  'DRAFT',
  'IN_PROGRESS',
  'ON_HOLD',
  'READY_FOR_REVIEW',
]
/** Every way in which checks end. */
export const verificationOutcomes: readonly VerificationOutcome[] = ['PASS', 'FAIL', 'CONSIDER']

/** Puts the handles on a world. */
export function createControl(world: World): SandboxWorld {
  return {
    completeVerification(caseId, outcome = 'PASS') {
      const item = caseOf('completeVerification', caseId)
      check(
        verificationOutcomes.includes(outcome),
        `completeVerification: outcome must be one of ${verificationOutcomes}`,
      )
      if (item.caseStatus === 'DRAFT') {
        throw new Error(`completeVerification: case ${caseId} is a draft; submit it first`)
      }
      endAllChecks(world, item, outcome)
      if (item.caseStatus === 'IN_PROGRESS') changeStatus(world, item, 'READY_FOR_REVIEW')
    },
    setCaseStatus(caseId, status) {
      const item = caseOf('setCaseStatus', caseId)
      check(caseStatuses.includes(status), `setCaseStatus: status must be one of ${caseStatuses}`)
      changeStatus(world, item, status)
    },
    completePdf: (pdfId) => end('completePdf', pdfId, 'COMPLETED'),
    failPdf: (pdfId) => end('failPdf', pdfId, 'FAILED'),
    onEvent: world.onEvent,
    settle: world.settle,
    nextDueAt: world.nextDueAt,
  }

  function caseOf(caller: string, caseId: string) {
    world.settle()
    const item = world.cases.get(caseId)
    if (item === undefined) throw new TypeError(`${caller}: there is no case with this id`)
    return item
  }

  function end(caller: string, pdfId: number, status: 'COMPLETED' | 'FAILED'): void {
    world.settle()
    const found = world.pdfs.get(pdfId)
    if (found === undefined) throw new TypeError(`${caller}: there is no PDF with this id`)
    endPdf(world, found.item, found.pdf, status)
  }
}

function check(condition: boolean, complaint: string): void {
  if (!condition) throw new TypeError(complaint)
}
