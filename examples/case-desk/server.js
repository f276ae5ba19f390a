// Serves what `npm run build` made, on loopback unless HOST says otherwise: whoever reaches this
// server sees the cases.
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'

// Before React is loaded, since it looks at this once.
process.env.NODE_ENV ??= 'production'
const { createRequestListener } = await import('@react-router/node')
const { default: sirv } = await import('sirv')
const build = await import('./build/server/index.js')

const assets = sirv(fileURLToPath(new URL('./build/client', import.meta.url)), {
  setHeaders: (response, path) => {
    // Names of these files hold a hash of what is in them.
    if (path.startsWith('/assets/')) {
      response.setHeader('cache-control', 'public, max-age=31536000, immutable')
    }
  },
})
const pages = createRequestListener({ build, mode: 'production' })
const server = createServer((request, response) =>
  assets(request, response, () => pages(request, response)),
)

server.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address()
  process.stdout.write(`listening on http://${address}:${port}\n`)
})

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    // Requests under way get their answers; the process ends when the last one has.
    server.close(() => build.entry.module.dispose())
    server.closeIdleConnections()
  })
}
