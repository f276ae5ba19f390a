// The servers that `bench/sandbox.ts` measures, each in a process of its own: the built sandbox, and
// graphql-yoga with nothing around it on the same schema. Tells over IPC where it listens.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema } from 'graphql'
import { createYoga } from 'graphql-yoga'

const startedAt = performance.now()
const cpuBefore = cpuMs()

/** What a server tells once it listens. */
export interface ServerReady {
  readonly url: string
  readonly authorization: string
  /** From the first line of the process to listening, with the import of the sandbox. */
  readonly startMs: number
  /** How much of that the process was computing: on a busy machine the rest is waiting. */
  readonly startCpuMs: number
}

if (process.argv[2] === 'sandbox') await startSandbox()
else startYoga()

async function startSandbox(): Promise<void> {
  const door = new URL('../dist/sandbox/index.js', import.meta.url).href
  const { createSandbox }: typeof import('../src/sandbox/index.js') = await import(door)
  const sandbox = await createSandbox({ throttle: false })
  const startMs = performance.now() - startedAt
  const startCpuMs = cpuMs() - cpuBefore
  const response = await fetch(sandbox.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      audience: sandbox.audience,
      client_id: sandbox.credentials.clientId,
      client_secret: sandbox.credentials.clientSecret,
    }),
  })
  const { access_token: token }: { access_token: string } = await response.json()
  tell({ url: sandbox.graphqlUrl, authorization: `Bearer ${token}`, startMs, startCpuMs })
}

function startYoga(): void {
  const sdl = readFileSync(new URL('../graphql/schema.graphql', import.meta.url), 'utf8')
  const me = {
    apiClientId: 'sandbox-client-id@clients',
    friendlyApiClientName: 'Sandbox integration',
    scopes: ['read-only', 'case-management', 'api-management'],
    accessibleOrganizations: [
      {
        name: 'Harbour Example Law',
        offices: [
          { key: 'off-wellington', name: 'Wellington' },
          { key: 'off-auckland', name: 'Auckland' },
        ],
      },
      { name: 'Tussock Example Accounting', offices: [] },
    ],
  }
  const schema = buildSchema(sdl)
  const field = schema.getQueryType()?.getFields().me
  if (field !== undefined) field.resolve = () => me
  const server = createServer(createYoga({ schema, logging: false }))
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    const startMs = performance.now() - startedAt
    const startCpuMs = cpuMs() - cpuBefore
    const url = `http://127.0.0.1:${port}/graphql`
    tell({ url, authorization: 'Bearer none', startMs, startCpuMs })
  })
}

// Asked for anything, it tells how long it has computed so far.
process.on('message', () => process.send?.(cpuMs()))

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function tell(ready: ServerReady): void {
  process.send?.(ready)
}
