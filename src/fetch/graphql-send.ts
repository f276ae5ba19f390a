/**
 * One GraphQL operation over the authorized send: what the API's answer means for the operation.
 *
 * GraphQL over HTTP puts an operation's errors into the body; what stands outside of it (a final
 * 401, a missing scope, a proxy's page) becomes one typed error here, so that urql, which would
 * only see text, hands it on as it is. The body is read here, whole, and the response then gives
 * that text: only so can an "unauthenticated" inside a 200 be answered with a fresh token.
 */
import type { AuthorizedAnswer, AuthorizedSend } from './authorized-send.js'
import {
  accessRejected,
  asTypedError,
  notGraphQL,
  type OperationInfo,
  scopeMissing,
} from './operation-errors.js'
import type { RequestParts } from './request-parts.js'
import { saysUnauthenticated } from './unauthenticated.js'

/** Sends an operation. @returns a response whose body is GraphQL JSON; anything else is thrown. */
export type GraphQLSend = (
  url: string,
  parts: RequestParts,
  operation: OperationInfo,
  fetch?: typeof globalThis.fetch,
) => Promise<Response>

/**
 * @param unauthenticatedCodes - `extensions.code` values that mean the same as a 401.
 */
export function createGraphQLSend(
  send: AuthorizedSend,
  unauthenticatedCodes: readonly string[],
): GraphQLSend {
  const readAnswer = async (
    { response, refusal }: AuthorizedAnswer,
    operation: OperationInfo,
  ): Promise<string> => {
    if (refusal !== undefined) throw accessRejected(response, refusal, operation)
    if (response.status === 401 || response.status === 403) throw scopeMissing(response, operation)
    const mediaType = response.headers.get('content-type')
    if (!mediaType || !/json/i.test(mediaType)) throw notGraphQL(response, operation)
    const text = await response.text()
    if (!looksLikeJsonObject(text)) throw notGraphQL(response, operation)
    return text
  }

  return async (url, parts, operation, fetch) => {
    try {
      let answer = await send(url, parts, fetch)
      // urql reads a stream of events by itself; the API has no subscriptions today.
      if (operation.kind === 'subscription' && !answer.refusal) return answer.response
      let text = await readAnswer(answer, operation)
      if (answer.replay && saysUnauthenticated(text, operation.kind, unauthenticatedCodes)) {
        answer = await answer.replay()
        text = await readAnswer(answer, operation)
        if (saysUnauthenticated(text, operation.kind, unauthenticatedCodes)) {
          throw accessRejected(answer.response, 'fresh_token_rejected', operation)
        }
      }
      answer.accept?.()
      const { response } = answer
      response.text = () => Promise.resolve(text)
      return response
    } catch (error) {
      throw asTypedError(error, parts.signal, operation)
    }
  }
}

/** A cheap look: urql parses the text, and a second parse would cost more than all the rest. */
function looksLikeJsonObject(text: string): boolean {
  return /^\s*\{/.test(text) && /\}\s*$/.test(text.slice(-64))
}
