import { parseJson } from './parse-json.js'
import { WebhookError } from './webhook-error.js'
import type { WebhookEvent } from './webhook-event.js'
import { readBytes, type WebhookPayload } from './webhook-payload.js'

/** What an event has besides its type: texts, of which those with a `?` may be lacking. */
const members: Readonly<Record<string, string | undefined>> = {
  // A delivery may name its type `constructor`.
  __proto__: null as never,
  CaseCreated: 'caseId officeKey?',
  CaseStatusUpdated: 'caseId officeKey?',
  PdfUpdated: 'caseId pdfId pdfUrl? status',
  VerificationReportGenerated: 'caseId individualId? entityId?',
}

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
  const event: Record<string, unknown> = Object(readJson(bytes))
  const { eventType } = event
  if (!eventType || typeof eventType !== 'string') throw notEvent('eventType')
  for (const member of members[eventType]?.split(' ') ?? []) {
    const [name = '', isOptional] = member.split('?')
    const value = event[name] ?? ''
    const isNone = value === ''
    // What is no safe integer here has lost digits, or never was an id.
    const isText = typeof value === 'string' || Number.isSafeInteger(value)
    if (!isText || (isNone && isOptional === undefined)) throw notEvent(name)
    event[name] = isNone ? null : `${value}`
  }
  if (eventType === 'VerificationReportGenerated' && !event.individualId === !event.entityId)
    throw notEvent('one of individualId and entityId')
  // The table above made it one.
  return event as WebhookEvent
}

function readJson(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    // Without a cause: the parser's message quotes the payload.
    throw new WebhookError('webhook_payload_not_json', 400, 'The payload is not JSON.')
  }
}

function notEvent(lacking: string): WebhookError {
  const message = `The payload lacks a valid ${lacking}.`
  return new WebhookError('webhook_payload_not_event', 400, message)
}
