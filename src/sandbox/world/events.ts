/** What happened to a case; the vendor's webhooks tell of the same. */
export type WorldEvent = {
  readonly caseId: string
  readonly organizationId: string
  readonly officeKey: string | null
  /** Milliseconds since the epoch, on the sandbox's clock. */
  readonly occurredAt: number
} & (
  | { readonly type: 'CaseCreated' }
  | { readonly type: 'CaseStatusUpdated'; readonly caseStatus: string }
  | {
      readonly type: 'PdfUpdated'
      readonly pdfId: number
      readonly status: 'COMPLETED' | 'FAILED'
      readonly pdfUrl: string
    }
  | {
      readonly type: 'VerificationReportGenerated'
      /** Exactly one of the two is not `null`. */
      readonly individualId: string | null
      readonly entityId: string | null
    }
)

/** The details of an event without what its case knows. */
export type WorldEventDetails = WorldEvent extends infer Event
  ? Event extends WorldEvent
    ? Omit<Event, 'caseId' | 'organizationId' | 'officeKey' | 'occurredAt'>
    : never
  : never

/** Hears of events. */
export type WorldListener = (event: WorldEvent) => void
