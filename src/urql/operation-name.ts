import { getOperationName, type Operation } from '@urql/core'

/** An operation's name for messages: the document's own, or its kind where it has none. */
export function operationName({ query, kind }: Operation): string {
  return getOperationName(query) ?? `the ${kind}`
}
