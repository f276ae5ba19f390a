// Answers that scripted faults give in the place of what was asked for.
import { type ApiResponse, respond } from '../http/messages.js'
import { refusal } from '../http/refusal.js'
import type { SandboxFault, SandboxFaultKind } from './fault.js'

type StatusFault = Extract<SandboxFault, { readonly type: 'status' }>

/** Statuses whose answers have no body. */
export const bodilessStatuses: readonly number[] = [204, 205, 304]

/** Answers with a status. */
export function statusAnswer(kind: SandboxFaultKind, fault: StatusFault): ApiResponse {
  const { status, retryAfter, body } = fault
  const response = makeAnswer(kind, status, body)
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter))
  for (const [name, text] of Object.entries(fault.headers ?? {})) {
    response.headers.set(name.toLowerCase(), text)
  }
  return response
}

function makeAnswer(kind: SandboxFaultKind, status: number, body: string | undefined): ApiResponse {
  if (bodilessStatuses.includes(status)) return respond(status)
  return body === undefined
    ? refusal(kind, status, 'The sandbox was told to answer with this status.')
    : respond(status, body, { 'content-type': 'text/plain;charset=UTF-8' })
}

/** Answers with a page, as whatever stands between a client and an API does. */
export function pageAnswer(status: number): ApiResponse {
  const html =
    '<!doctype html><html lang="en"><title>Network</title><p>Please sign in.</p></html>\n'
  return respond(status, html, { 'content-type': 'text/html; charset=utf-8' })
}
