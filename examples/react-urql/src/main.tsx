// Renders the page on the server, where the client's secret is safe, and prints it.
import { cacheExchange } from '@urql/core'
import { clientFromEnv } from 'firstaml-client/node'
import { Suspense } from 'react'
import { renderToReadableStream } from 'react-dom/server.edge'
import { Provider } from 'urql'
import { Organizations } from './organizations.js'

const client = clientFromEnv({ exchanges: [cacheExchange] })
client.urql.suspense = true

const page = await renderToReadableStream(
  <Provider value={client.urql}>
    <Suspense fallback="…">
      <Organizations />
    </Suspense>
  </Provider>,
)
await page.allReady
process.stdout.write(`${await new Response(page).text()}\n`)
client.dispose()
