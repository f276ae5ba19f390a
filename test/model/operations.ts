// The operations of the model: started in every way that the client offers, and followed.
import type { FirstAmlClient } from '../../src/index.js'
import { apiUrl, foreignUrl } from './vendor.js'

export type Door = 'request' | 'urql' | 'subscribe' | 'fetch' | 'foreign'

export interface Operation {
  readonly id: string
  readonly door: Door
  readonly isMutation: boolean
  readonly caller: AbortController
  /** What became of it, each time that something did. */
  readonly outcomes: unknown[]
  /** True once its owner has let go of it: nothing may come after that. */
  tornDown: boolean
  readonly tearDown: () => void
}

const query = 'query Look($id: ID) { me(id: $id) { apiClientId } }'
const mutation = 'mutation Submit($id: ID) { submit(id: $id) { __typename } }'

/** @param hasSignal - whether the caller can give up; some requests are sent without any option. */
export function startOperation(
  client: FirstAmlClient,
  door: Door,
  isMutation: boolean,
  id: string,
  hasSignal: boolean,
): Operation {
  const outcomes: unknown[] = []
  const caller = new AbortController()
  const { signal } = caller
  const document = isMutation ? mutation : query
  const note = (outcome: unknown) => {
    if (operation.tornDown) outcomes.push('an outcome after the teardown')
    outcomes.push(outcome)
  }
  const follow = (work: PromiseLike<unknown>) => work.then(note, note)
  let unsubscribe: (() => void) | undefined
  const operation: Operation = {
    id,
    door,
    isMutation,
    caller,
    outcomes,
    tornDown: false,
    tearDown: () => {
      if (!unsubscribe || outcomes.length > 0) return
      unsubscribe()
      operation.tornDown = true
    },
  }
  const context = hasSignal ? { fetchOptions: { signal } } : {}
  const { urql } = client
  switch (door) {
    case 'request':
      follow(client.request(document, { id }, ...(hasSignal ? [{ signal }] : [])))
      break
    case 'urql':
      follow((isMutation ? urql.mutation : urql.query)(document, { id }, context).toPromise())
      break
    case 'subscribe':
      unsubscribe = (isMutation ? urql.mutation : urql.query)(document, { id }, context).subscribe(
        note,
      ).unsubscribe
      break
    case 'fetch':
      follow(
        client
          .fetch(`${apiUrl}/file`, hasSignal ? { signal } : undefined)
          .then((response) => response.text()),
      )
      break
    case 'foreign':
      follow(urql.query(query, { id }, { ...context, url: `${foreignUrl}/graphql` }).toPromise())
      break
  }
  return operation
}
