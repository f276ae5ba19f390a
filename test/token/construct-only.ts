// Run as a process of its own: constructs a client, and must then have nothing left that keeps the
// process alive. When it is about to end by itself, it prints what Node would still wait for.
import { createClient, memoryTokenStore } from '../../src/index.js'

const client = createClient({
  clientId: 'fake-client-id',
  clientSecret: 'fake-secret-for-tests-only',
  baseUrl: process.argv[2] ?? '',
  tokenStore: memoryTokenStore(),
})

process.once('beforeExit', () => {
  const held = process.getActiveResourcesInfo().filter((name) => /Timeout|TCP|TLS/.test(name))
  process.stdout.write(JSON.stringify({ held, constructed: typeof client.request }))
})
