import { parseJson } from './parse-json.js'
import { WebhookError } from './webhook-error.js'
import type {
  UnknownWebhookEvent,
  VerificationReportGeneratedEvent,
  WebhookEvent,
} from './webhook-event.js'
import { readBytes, type WebhookPayload } from './webhook-payload.js'

type Members = Readonly<Record<string, unknown>>

/**
 * Reads the event of a delivery without asking who sent it: use `verifyWebhook` for what comes
 * from outside.
 *
 * Ids become strings, with all their digits. An event type that is not known is given as it is.
 *
 * @throws WebhookError `webhook_payload_not_json` or `webhook_payload_not_event`.
 * @throws TypeError when the payload is neither bytes nor text.
 *
 * @example
 * ```ts
 * const event = parseWebhook('{"eventType":"CaseCreated","caseId":42,"officeKey":"akl"}')
 * if (event.eventType === 'CaseCreated') console.log(event.caseId) // '42'
 * ```
 */
export function parseWebhook(payload: WebhookPayload): WebhookEvent {
  return parseBytes(readBytes(payload))
}

/** The same, of bytes that nobody else has in hand. */
export function parseBytes(bytes: Uint8Array): WebhookEvent {
  const members = readMembers(bytes)
  const { eventType } = members
  switch (eventType) {
    case 'CaseCreated':
    case 'CaseStatusUpdated':
      return {
        ...members,
        eventType,
        caseId: readText(members, 'caseId'),
        officeKey: readOptionalText(members, 'officeKey'),
      }
    case 'PdfUpdated':
      return {
        ...members,
        eventType,
        caseId: readText(members, 'caseId'),
        pdfId: readText(members, 'pdfId'),
        pdfUrl: readOptionalText(members, 'pdfUrl'),
        status: readText(members, 'status'),
      }
    case 'VerificationReportGenerated': {
      const caseId = readText(members, 'caseId')
      const individualId = readOptionalText(members, 'individualId')
      const entityId = readOptionalText(members, 'entityId')
      if ((individualId === null) === (entityId === null))
        throw notEvent('one of individualId and entityId')
      const event = { ...members, eventType, caseId, individualId, entityId }
      return event as VerificationReportGeneratedEvent
    }
    default:
      if (typeof eventType !== 'string' || eventType === '') throw notEvent('eventType')
      return { ...members, eventType } as UnknownWebhookEvent
  }
}

function readMembers(bytes: Uint8Array): Members {
  let value: unknown
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Without a cause: the parser's message quotes the payload.
    throw new WebhookError('webhook_payload_not_json')
  }
  if (!isMembers(value)) throw notEvent('an object')
  return value
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text, or a whole number as its digits. */
function readText(members: Members, name: string): string {
  const value = members[name]
  if (typeof value === 'string' && value !== '') return value
  // What is no safe integer here has lost digits, or never was an id.
  if (Number.isSafeInteger(value)) return String(value)
  throw notEvent(name)
}

function readOptionalText(members: Members, name: string): string | null {
  return members[name] === undefined || members[name] === null ? null : readText(members, name)
}

function notEvent(lacking: string): WebhookError {
  return new WebhookError('webhook_payload_not_event', `: it lacks a valid ${lacking}.`)
}
