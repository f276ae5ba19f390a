// The bodies of deliveries, as the vendor documents them: ids only, as numbers in some events and
// as strings in others. That a failed PDF has no URL is a guess.
import type { WorldEvent } from '../world/events.js'
import type { SubscriptionRecord } from '../world/records.js'

/** The body of a delivery, as JSON text. */
export function payloadOf(event: WorldEvent): string {
  return JSON.stringify({ eventType: event.type, ...membersOf(event) })
}

function membersOf(event: WorldEvent): object {
  const caseId = Number(event.caseId)
  switch (event.type) {
    case 'CaseCreated':
    case 'CaseStatusUpdated':
      return { caseId, officeKey: event.officeKey }
    case 'PdfUpdated': {
      const { pdfId, pdfUrl, status } = event
      return status === 'COMPLETED'
        ? { caseId, pdfId, pdfUrl, status: 'Completed' }
        : { caseId, pdfId, pdfUrl: null, status: 'Failed' }
    }
    case 'VerificationReportGenerated': {
      const { individualId, entityId } = event
      return { caseId: event.caseId, individualId, entityId }
    }
  }
}

/** Whether a subscription is for an event: by its type, its organization and its office. */
export function isWanted({ eventTypes, targets }: SubscriptionRecord, event: WorldEvent): boolean {
  const { officeKey, organizationId, type } = event
  // The schema writes CASE_CREATED for what deliveries call CaseCreated.
  const eventType = type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
  return (
    eventTypes.includes(eventType) &&
    targets.some(
      ({ organizationId: wanted, officeKeys }) =>
        wanted === organizationId &&
        (officeKeys === null || (officeKey !== null && officeKeys.includes(officeKey))),
    )
  )
}
