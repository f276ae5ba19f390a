import { Client, type Exchange } from '@urql/core'
import { operationDocument } from '../operation.js'
import type { BenchClient, Wiring } from './contender.js'

/** A urql client for the vendor, by POST, with these exchanges. */
export function createUrqlClient(wiring: Wiring, exchanges: Exchange[]): Client {
  return new Client({
    url: wiring.graphqlUrl,
    preferGetMethod: false,
    fetch: wiring.fetch,
    exchanges,
  })
}

/** Runs the operation on a urql client; a caller's signal goes where urql's types allow it. */
export function runOnUrql(client: Client): BenchClient['run'] {
  return (n, signal) =>
    client.query(operationDocument, { n }, signal && { fetchOptions: { signal } }).toPromise()
}
