// The tracker with our own client, over a sandbox: by urql, by React, by client.request.
import { cacheExchange } from '@urql/core'
import { Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server.edge'
import { Provider, useQuery } from 'urql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createClient, unwrap } from '../../src/index.js'
import { CaseStatusDocument, MeDocument } from '../../src/operations.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { createSelectionTracker } from '../../src/testing/index.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox({ listen: false })
})
afterEach(() => sandbox.close())

function setUp() {
  const tracker = createSelectionTracker()
  const client = tracker.watch(
    createClient({
      baseUrl: sandbox.url,
      fetch: sandbox.fetch,
      ...sandbox.credentials,
      exchanges: [tracker.exchange, cacheExchange],
    }),
  )
  const readPaths = () => tracker.report().operations.flatMap(({ read }) => read)
  return { client, tracker, readPaths }
}

it('tracks what client.request gives', async () => {
  const { client, tracker, readPaths } = setUp()
  const { caseDetails } = await client.request(CaseStatusDocument, { caseId: '1001' })
  expect(unwrap(caseDetails).caseStatus).toBe('READY_FOR_REVIEW')
  expect(readPaths()).toEqual(['caseDetails<CaseInformation>.caseStatus'])
  expect(tracker.report().operations[0]?.neverArrived).toContain(
    'caseDetails<ValidationErrors>.errors.message',
  )
  client.dispose()
})

it('tracks what urql gives, with one copy for an answer from the cache', async () => {
  const { client, readPaths } = setUp()
  const first = await client.urql.query(MeDocument, {}).toPromise()
  const second = await client.urql.query(MeDocument, {}).toPromise()
  expect(readPaths()).toEqual([])
  expect(second.data).toBe(first.data)
  expect(first.data?.me.apiClientId).toContain('@clients')
  expect(readPaths()).toEqual(['me.apiClientId'])
  expect(sandbox.requestCounts.graphql).toBe(1)
  client.dispose()
})

function Names() {
  const [{ data }] = useQuery({ query: MeDocument })
  return <p>{data?.me.accessibleOrganizations.map(({ name }) => name).join()}</p>
}

it('tracks what a component reads', async () => {
  const { client, readPaths } = setUp()
  client.urql.suspense = true
  const stream = await renderToReadableStream(
    <Provider value={client.urql}>
      <Suspense fallback="…">
        <Names />
      </Suspense>
    </Provider>,
  )
  await stream.allReady
  expect(await new Response(stream).text()).toContain('Harbour Example Law')
  expect(readPaths()).toEqual(['me.accessibleOrganizations[].name'])
  client.dispose()
})
