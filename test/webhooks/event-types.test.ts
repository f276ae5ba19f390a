// The compiler is the test here: the switch names every event, each branch sees the members of its
// own, and what is left over is the unknown.
import { describe, expect, it } from 'vitest'
import {
  parseWebhook,
  type UnknownWebhookEvent,
  type WebhookEvent,
} from '../../src/webhooks/index.js'

function describeEvent(event: WebhookEvent): string {
  switch (event.eventType) {
    case 'CaseCreated':
    case 'CaseStatusUpdated':
      return `${event.caseId satisfies string} ${event.officeKey satisfies string | null}`
    case 'PdfUpdated':
      return event.status === 'Completed' ? `${event.pdfId}: ${event.pdfUrl}` : event.status
    case 'VerificationReportGenerated':
      return event.individualId === null
        ? (event.entityId satisfies string)
        : (event.individualId satisfies string)
    case 'UnwrapStatusUpdated':
    case 'Test':
      return JSON.stringify(event.anything satisfies unknown)
    default: {
      const unknown: UnknownWebhookEvent = event
      return `unknown: ${unknown.eventType}`
    }
  }
}

/** Forgets an event, which the compiler notices. */
function forgetful(event: WebhookEvent): void {
  switch (event.eventType) {
    case 'CaseCreated':
    case 'CaseStatusUpdated':
    case 'PdfUpdated':
    case 'VerificationReportGenerated':
    case 'UnwrapStatusUpdated':
      return
    default:
      // @ts-expect-error TestEvent is left, so it is not the unknown one alone.
      event satisfies UnknownWebhookEvent
  }
}

/** Does not ask which event it is, which the compiler notices. */
function careless(event: WebhookEvent): unknown {
  // @ts-expect-error not every event has a PDF.
  return event.pdfId
}

describe('the type of an event', () => {
  it('narrows to each event, and to the unknown', () => {
    const told = [
      { eventType: 'CaseCreated', caseId: 1, officeKey: 'akl' },
      { eventType: 'PdfUpdated', caseId: 1, pdfId: 2, status: 'Failed' },
      { eventType: 'VerificationReportGenerated', caseId: '1', entityId: '3' },
      { eventType: 'Test', anything: true },
      { eventType: 'BrandNew' },
    ].map((members) => describeEvent(parseWebhook(JSON.stringify(members))))
    expect(told).toEqual(['1 akl', 'Failed', '3', 'true', 'unknown: BrandNew'])
    const test = parseWebhook('{"eventType":"Test"}')
    expect([forgetful(test), careless(test)]).toEqual([undefined, undefined])
  })
})
