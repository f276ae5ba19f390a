// The client in a React application, rendered on the server: urql's own Provider and hooks, with
// nothing of ours in between.
import { Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server'
import { Provider, useQuery } from 'urql'
import { describe, expect, it } from 'vitest'
import { bearerOf, createApiRig, query, unauthorized } from '../fetch/api-rig.js'

// One object for all renders: a new context is a new query to the hook.
const context = { suspense: true }

function Me() {
  const [{ data, error }] = useQuery({ query, context })
  return error ? <p>failed: {error.message}</p> : <p>I am {data.me.apiClientId}</p>
}

async function render(rig: ReturnType<typeof createApiRig>): Promise<string> {
  const stream = await renderToReadableStream(
    <Provider value={rig.client.urql}>
      <Suspense fallback="one moment">
        <Me />
      </Suspense>
    </Provider>,
  )
  await stream.allReady
  return new Response(stream).text()
}

describe('a React application', () => {
  it('shows what a query gave, though the first token had been revoked', async () => {
    const rig = createApiRig()
    await rig.client.tokenSource.get()
    rig.valid.clear()
    expect(await render(rig)).toContain('I am <!-- -->x@clients')
    expect(rig.apiCalls.map(bearerOf)).toEqual(['token-1', 'token-2'])
  })

  it('shows an error of ours', async () => {
    const rig = createApiRig()
    rig.onApi = () => unauthorized()
    expect(await render(rig)).toContain(
      'The API answered 401 to Look and refused a fresh token too',
    )
  })
})
