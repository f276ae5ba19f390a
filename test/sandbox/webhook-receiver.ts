import type { IncomingHttpHeaders } from 'node:http'
import type { Sandbox } from '../../src/sandbox/index.js'
import { serve } from '../webhooks/support.js'
import { enter } from './outsider.js'
import { isRecord } from './support.js'

interface Received {
  readonly method: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly event: Record<string, unknown>
}

export interface Receiver {
  readonly url: string
  readonly received: readonly Received[]
  /** Statuses of the next answers; 200 when there are none. `reset` breaks the connection. */
  readonly answers: (number | 'reset')[]
}

/** Listens on loopback until `closeServers`. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: (number | 'reset')[] = []
  const url = await serve(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += String(chunk)
    const event: unknown = JSON.parse(body)
    const { method, headers } = incoming
    received.push({ method, headers, body, event: isRecord(event) ? event : {} })
    const answer = answers.shift() ?? 200
    if (answer === 'reset') incoming.socket.resetAndDestroy()
    else outgoing.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end('ok')
  })
  return { url, received, answers }
}

const create = `mutation ($input: CreateWebhookInput!) {
  createWebhookSubscription(input: $input) { ... on WebhookSubscription { id } }
}`

/** Subscribes and gives the subscription's id. */
export async function subscribe(
  sandbox: Sandbox,
  endpoint: string,
  wanted: { eventTypes?: readonly string[]; targets?: readonly object[] } = {},
): Promise<string> {
  const { result } = await enter(sandbox)
  const input = {
    endpoint,
    failureEmail: 'it@example.test',
    eventTypes: [
      ...['CASE_CREATED', 'CASE_STATUS_UPDATED', 'PDF_UPDATED'],
      'VERIFICATION_REPORT_GENERATED',
    ],
    targets: [{ organizationKey: 'org-harbour' }, { organizationKey: 'org-tussock' }],
    ...wanted,
  }
  return String((await result(create, { input })).id)
}
