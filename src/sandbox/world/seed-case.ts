import type { NewCase } from './open-case.js'
import type { CaseStatus, VerificationOutcome } from './records.js'

/** A case to start with. */
export interface SeedCase
  extends Partial<Pick<NewCase, 'individuals' | 'entities' | 'reference' | 'notes' | 'facts'>> {
  readonly status: CaseStatus
  readonly caseType?: NewCase['caseType']
  readonly organizationId?: string
  readonly officeKey?: string | null
  readonly riskAssessment?: string
  /** How its checks ended. Default PASS. */
  readonly outcome?: VerificationOutcome
  /** PDFs that were made of it, each older than the next. */
  readonly pdfs?: number
}
