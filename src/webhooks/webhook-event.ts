/**
 * What First AML tells by webhook. Events carry ids and no case data: read the state back with an
 * operation. Every id is a string here, also where the delivery has a number, so that it fits
 * operations as it is. At run time an event has every other member of its delivery too.
 */

/** A case was created. */
export interface CaseCreatedEvent {
  readonly eventType: 'CaseCreated'
  readonly caseId: string
  /** `office.key` of operations; null where the delivery names none. */
  readonly officeKey: string | null
}

/** A case has another status than before; which one, the `CaseStatus` operation tells. */
export interface CaseStatusUpdatedEvent {
  readonly eventType: 'CaseStatusUpdated'
  readonly caseId: string
  /** `office.key` of operations; null where the delivery names none. */
  readonly officeKey: string | null
}

/** How a PDF ended. Only the two values named are documented. */
export type WebhookPdfStatus = 'Completed' | 'Failed' | (string & Record<never, never>)

/** A PDF that `createCasePdf` started is ready, or will never be. */
export interface PdfUpdatedEvent {
  readonly eventType: 'PdfUpdated'
  readonly caseId: string
  readonly pdfId: string
  /** Where to fetch the file, with the authorized fetch; null where the delivery names no place. */
  readonly pdfUrl: string | null
  readonly status: WebhookPdfStatus
}

/** There is a verification report of an individual, or of an entity: never of both. */
export type VerificationReportGeneratedEvent = {
  readonly eventType: 'VerificationReportGenerated'
  readonly caseId: string
} & (
  | { readonly individualId: string; readonly entityId: null }
  | { readonly individualId: null; readonly entityId: string }
)

/** Nobody documents what else it delivers; ids may be numbers. */
export interface UnwrapStatusUpdatedEvent {
  readonly eventType: 'UnwrapStatusUpdated'
  readonly [member: string]: unknown
}

/** A trial delivery. Its members are not documented. */
export interface TestEvent {
  readonly eventType: 'Test'
  readonly [member: string]: unknown
}

/**
 * An event type that this version does not know, with its members as delivered; whole numbers
 * beyond 2^53 are strings of their digits.
 *
 * `'%future added value'` is never delivered. It stands in the type for names yet to come, as in
 * the enums of operations, so that a `switch` has to say what happens to them.
 */
export interface UnknownWebhookEvent {
  readonly eventType: '%future added value'
  readonly [member: string]: unknown
}

/** Every event; `switch (event.eventType)` tells them apart, and its `default` gets the unknown. */
export type WebhookEvent =
  | CaseCreatedEvent
  | CaseStatusUpdatedEvent
  | PdfUpdatedEvent
  | VerificationReportGeneratedEvent
  | UnwrapStatusUpdatedEvent
  | TestEvent
  | UnknownWebhookEvent
