/**
 * Finds out which of the selected fields an application reads, while its tests run: First AML's
 * go-live review objects to over-selection. It stands outside of the client, which pays nothing.
 */
import { createRequest, type DocumentInput, type Exchange, type OperationResult } from '@urql/core'
import { map } from 'wonka'
import type { FirstAmlClient } from '../client.js'
import type { RequestFunction } from '../urql/request.js'
import { reportOperation, type SelectionReport } from './selection-report.js'
import {
  createSelection,
  type DocumentNode,
  readOperation,
  type SelectionNode,
} from './selection-tree.js'
import { createDataTracking } from './tracked-data.js'

/** What `assertAllRead` lets pass. */
export interface AssertAllReadOptions {
  /** Paths that may stay unread, by operation name: `{ Me: ['me.scopes'] }`. */
  readonly except?: Readonly<Record<string, readonly string[]>> | undefined
}

/**
 * Wraps results so that it is known what is read of them.
 *
 * A field counts as read when its value is taken (`data.me.scopes`, destructuring, spread,
 * `Object.values`, `JSON.stringify`) or asked for with `in`; asking for names alone, as
 * `Object.keys` does, is no reading.
 */
export interface SelectionTracker {
  /** Gives the client with a `request` whose results are tracked; all else is as it was. */
  readonly watch: <Client extends Pick<FirstAmlClient, 'request'>>(client: Client) => Client
  /** Tracks results of a urql client. It goes first, before any cache, which reads everything. */
  readonly exchange: Exchange
  /** Tracks a result that came in another way. */
  readonly track: <Data>(document: DocumentInput, data: Data) => Data
  /**
   * The data that a tracked result, or a part of one, was made from: for assertions, which would
   * read everything, and for `structuredClone`, which takes no proxy.
   */
  readonly plain: <Data>(data: Data) => Data
  /** What was read so far. Documents of the same operation name count as one. */
  readonly report: () => SelectionReport
  /**
   * @throws Error that lists the fields that arrived and were never read, or says that there was
   * no result at all.
   */
  readonly assertAllRead: (options?: AssertAllReadOptions) => void
}

interface TrackedOperation {
  readonly name: string
  readonly selection: SelectionNode
  results: number
}

/**
 * Creates a tracker that has seen nothing.
 *
 * @example
 * ```ts
 * const tracker = createSelectionTracker()
 * const client = tracker.watch(createClient({ …, exchanges: [tracker.exchange] }))
 * // … run the application's code …
 * tracker.assertAllRead()
 * ```
 */
export function createSelectionTracker(): SelectionTracker {
  const tracking = createDataTracking()
  const operations = new Map<string, TrackedOperation>()
  const known = new WeakMap<DocumentNode, TrackedOperation>()

  function operationOf(document: DocumentInput): TrackedOperation {
    const { query } = createRequest(document, {})
    const found = known.get(query)
    if (found) return found
    const { name, addTo } = readOperation(query)
    const operation = operations.get(name) ?? { name, selection: createSelection(), results: 0 }
    addTo(operation.selection)
    operations.set(name, operation)
    known.set(query, operation)
    return operation
  }

  function track<Data>(document: DocumentInput, data: Data): Data {
    if (data === null || data === undefined || tracking.unwrap(data) !== data) return data
    const operation = operationOf(document)
    operation.results += 1
    // A copy of the same shape.
    return tracking.wrap(data, [operation.selection]) as Data
  }

  const report = (): SelectionReport => ({
    operations: [...operations.values()].map(({ name, results, selection }) =>
      reportOperation(name, results, selection),
    ),
  })

  return {
    watch(client) {
      const request: RequestFunction = async (document, ...rest) =>
        track(document, await client.request(document, ...rest))
      return { ...client, request }
    },
    exchange: ({ forward }) => {
      const toTracked = map((result: OperationResult) => ({
        ...result,
        data: track(result.operation.query, result.data),
      }))
      return (operations) => toTracked(forward(operations))
    },
    track,
    plain: (data) => tracking.unwrap(data) as typeof data,
    report,
    assertAllRead({ except = {} } = {}) {
      const { operations: tracked } = report()
      if (tracked.length === 0) {
        throw new Error(
          'No result passed the selection tracker. Give its exchange to createClient, or use the client that watch() gives.',
        )
      }
      const unread = tracked.flatMap(({ neverRead, operationName }) => {
        const paths = neverRead.filter((path) => !except[operationName]?.includes(path))
        return paths.length > 0 ? [`  ${operationName}: ${paths.join(', ')}`] : []
      })
      if (unread.length === 0) return
      throw new Error(
        `These fields were selected, arrived, and were never read:\n${unread.join('\n')}\nTake them out of the documents, or name them in "except".`,
      )
    },
  }
}
