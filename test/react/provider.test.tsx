// urql's own React binding over our client: rendered on the server by React's streaming renderer,
// which waits for the query as a browser would, without a DOM.

import { cacheExchange } from '@urql/core'
import { Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server.edge'
import { Provider, useQuery } from 'urql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createClient, type FirstAmlClient } from '../../src/index.js'
import { MeDocument } from '../../src/operations.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox()
})
afterEach(() => sandbox.close())

function Organizations() {
  const [{ data, error }] = useQuery({ query: MeDocument })
  if (error) return <p role="alert">{error.message}</p>
  return (
    <ul>
      {data?.me.accessibleOrganizations.map(({ organizationId, name }) => (
        <li key={organizationId}>{name}</li>
      ))}
    </ul>
  )
}

const render = async (
  options: { clientSecret?: string } = {},
  prepare: (client: FirstAmlClient) => Promise<void> = async () => {},
) => {
  const client = createClient({
    baseUrl: sandbox.url,
    ...sandbox.credentials,
    ...options,
    exchanges: [cacheExchange],
  })
  await prepare(client)
  client.urql.suspense = true
  const stream = await renderToReadableStream(
    <Provider value={client.urql}>
      <Suspense fallback="…">
        <Organizations />
      </Suspense>
    </Provider>,
  )
  await stream.allReady
  const html = await new Response(stream).text()
  client.dispose()
  return html
}

it('gives a component typed data through the Provider', async () => {
  const html = await render()
  expect(html).toContain('<li>Harbour Example Law</li>')
  expect(sandbox.requestCounts).toMatchObject({ token: 1, graphql: 1 })
})

it('gives it the data although its token had been revoked', async () => {
  const html = await render({}, (client) => client.tokenSource.get().then(sandbox.revokeTokens))
  expect(html).toContain('<li>Harbour Example Law</li>')
  expect(sandbox.requestCounts).toMatchObject({ token: 2, graphql: 2 })
})

it('gives a component the typed error, without the secret', async () => {
  const html = await render({ clientSecret: 'wrong-secret-of-nobody' })
  expect(html).toContain('refused to issue a token')
  expect(html).not.toContain('wrong-secret-of-nobody')
})
