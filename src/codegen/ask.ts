/**
 * One question to the server, up to the text of its answer.
 *
 * The statuses are judged here, since a body that came with the wrong one must never be taken for a
 * schema. Redirects are followed by hand within the origin: the authorized fetch would go on to
 * another one without the token, and a schema from there is not First AML's.
 */
import { untilAborted } from '../base/abort.js'
import { readBoundedText, releaseBody } from '../base/bounded-body.js'
import { type Refusal, showUrl } from './schema-answer.js'

/** How questions are sent: with the token, and until the time allowed runs out. */
export interface Asker {
  readonly fetch: typeof globalThis.fetch
  readonly signal: AbortSignal
}

export interface Question {
  readonly url: URL
  readonly accept: string
  /** Sent by POST; without one the question is a GET. */
  readonly json?: object
}

export interface AnswerText {
  readonly text: string
  readonly status: number
}

/** No schema is anywhere near as long; GitHub's has 1.5 MB. */
const longestAnswerBytes = 20_000_000
const mostRedirects = 5

/** @throws whatever the authorized fetch throws, and the signal's reason. */
export async function ask(asker: Asker, question: Question): Promise<AnswerText | Refusal> {
  let { url } = question
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await untilAborted(send(asker, { ...question, url }), asker.signal)
    const location = readLocation(response, url)
    if (location === undefined) return readAnswer(asker, response)
    releaseBody(response)
    const { status } = response
    if (location.origin !== url.origin || (question.json && status !== 307 && status !== 308)) {
      const finding = `answered ${status}, a redirect to ${showTarget(location)}`
      return { reason: 'redirected', status, finding }
    }
    url = location
  }
  return { reason: 'redirected', finding: `redirected more than ${mostRedirects} times` }
}

function send({ fetch, signal }: Asker, { url, accept, json }: Question): Promise<Response> {
  return fetch(url.href, {
    method: json ? 'POST' : 'GET',
    headers: { accept, ...(json && { 'content-type': 'application/json' }) },
    ...(json && { body: JSON.stringify(json) }),
    redirect: 'manual',
    signal,
  })
}

function readLocation({ status, headers }: Response, base: URL): URL | undefined {
  const location = headers.get('location')
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return undefined
  return URL.canParse(location, base) ? new URL(location, base) : new URL('about:invalid')
}

function showTarget(location: URL): string {
  return /^https?:$/.test(location.protocol) ? showUrl(location) : 'what is no web address'
}

async function readAnswer(asker: Asker, response: Response): Promise<AnswerText | Refusal> {
  const { status } = response
  const refuse = (reason: Refusal['reason']): Refusal => {
    releaseBody(response)
    return { reason, status, finding: `answered ${status}` }
  }
  // A 400 is read: GraphQL over HTTP puts the reason into its body.
  if (status !== 200 && status !== 400) {
    if (status === 401) return refuse('unauthorized')
    if (status === 403) return refuse('forbidden')
    return refuse([404, 405, 406, 410, 501].includes(status) ? 'not_found' : 'unexpected_status')
  }
  const text = await untilAborted(readBoundedText(response, longestAnswerBytes), asker.signal)
  if (text !== undefined) return { text, status }
  return { reason: 'too_large', status, finding: 'answered with more than 20 MB' }
}
