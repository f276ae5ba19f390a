// A client, a vendor and a clock, all in the hands of the commands.
import { Client, fetchExchange } from '@urql/core'
import { authExchange, createClient, type FirstAmlClient } from '../../src/index.js'
import { createFakeClock, type FakeClock } from '../support/fake-clock.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { type Door, type Operation, startOperation } from './operations.js'
import { apiUrl, createVendor, type Held, type Vendor } from './vendor.js'

export const secret = 'model-secret'

export interface World {
  readonly client: FirstAmlClient
  readonly vendor: Vendor
  readonly clock: FakeClock
  readonly operations: Operation[]
  readonly start: (door: Door, isMutation: boolean, equal: boolean, hasSignal: boolean) => void
  readonly answer: (request: Held, response: Response) => void
  /** Lets everything that is ready run, without moving time. */
  readonly run: () => Promise<void>
}

/** Fewer turns than elsewhere: no chain here needs more, and there are many. */
async function turn(): Promise<void> {
  for (let turns = 0; turns < 4; turns++) await new Promise((resolve) => setImmediate(resolve))
}

/** @param isOwnUrql - whether operations go through a urql client that the application made. */
export function createWorld(retry: boolean, isOwnUrql: boolean): World {
  const vendor = createVendor()
  const clock = createFakeClock(undefined)
  const operations: Operation[] = []
  const shared = {
    fetch: vendor.fetch,
    runtime: clock.runtime,
    ...(!retry && { retry: false as const }),
  }
  const ours = createClient({
    clientId: 'model',
    clientSecret: secret,
    baseUrl: apiUrl,
    ...shared,
  })
  const client: FirstAmlClient = isOwnUrql
    ? {
        ...ours,
        urql: new Client({
          url: `${apiUrl}/graphql/`,
          preferGetMethod: false,
          exchanges: [authExchange({ tokenSource: ours.tokenSource, ...shared }), fetchExchange],
        }),
      }
    : ours
  return {
    client,
    vendor,
    clock,
    operations,
    run: turn,
    start: (door, isMutation, equal, hasSignal) => {
      const last = operations.findLast((operation) => operation.isMutation)
      const id = equal && isMutation && last ? last.id : `operation-${operations.length + 1}`
      if (isMutation) vendor.allowed.set(id, (vendor.allowed.get(id) ?? 0) + 1)
      operations.push(startOperation(client, door, isMutation, id, hasSignal))
    },
    answer: (request, response) => {
      const { id, isMutation } = request
      // Refused, it was not carried out, and may come once more.
      if (isMutation && id && response.status === 401) {
        vendor.allowed.set(id, (vendor.allowed.get(id) ?? 0) + 1)
      }
      request.answer(response)
    },
  }
}

/** Answers everything as a sound vendor does, until nothing is under way. */
export async function drain({ vendor, clock, operations, answer, run }: World): Promise<void> {
  const isOver = ({ outcomes, tornDown }: Operation) => outcomes.length > 0 || tornDown
  for (let round = 0; round < 40 && !operations.every(isOver); round++) {
    for (const request of vendor.tokenRequests()) {
      const token = vendor.issue()
      vendor.valid.add(token)
      request.answer(tokenResponse(token))
    }
    for (const request of vendor.apiRequests()) answer(request, soundAnswer(vendor, request))
    vendor.finishBodies()
    await run()
    if (vendor.tokenRequests().length + vendor.apiRequests().length === 0) {
      await clock.advance(20_000)
    }
  }
}

/** What a sound vendor says: data to a valid token, 401 to any other. */
export function soundAnswer({ valid }: Vendor, { token }: Held): Response {
  return token !== undefined && valid.has(token)
    ? Response.json({ data: { me: { apiClientId: 'x' } } })
    : Response.json({ errors: [{ message: 'no' }] }, { status: 401 })
}

/** Gives the client a token that works, as most have most of the time. */
export async function warmUp({ client, vendor, run }: World): Promise<void> {
  const token = vendor.issue()
  vendor.valid.add(token)
  const warm = client.tokenSource.get()
  await run()
  vendor.tokenRequests()[0]?.answer(tokenResponse(token))
  await warm
}
