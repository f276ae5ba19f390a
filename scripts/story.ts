/**
 * The main job, told for people: codegen, a token, a typed query, a token that ends, another one.
 *
 * Without credentials the embedded sandbox plays First AML, over HTTP on loopback; with
 * `FIRSTAML_CLIENT_ID` and `FIRSTAML_CLIENT_SECRET` in the environment the story is First AML's own.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import codegenConfig from '../codegen.js'
import { runCodegen } from '../src/codegen/run-codegen.js'
import { type ClientEvent, createClient, isFirstAmlError } from '../src/index.js'
import {
  type Environment,
  type EnvironmentOptions,
  readEnvironment,
} from '../src/node/environment.js'
import { MeDocument, type MeQuery } from '../src/operations.js'
import { createSandbox, type Sandbox } from '../src/sandbox/index.js'
import { formatTable } from './table.js'

export interface StorySettings {
  readonly env: Environment
  readonly write: (line: string) => void
}

/** @returns the exit code. */
export async function tellStory({ env, write }: StorySettings): Promise<number> {
  try {
    const credentials = readEnvironment(env)
    if (credentials) {
      write('Credentials found in the environment: First AML itself answers.')
      return await tellWith(credentials, undefined, env, write)
    }
    const sandbox = await createSandbox()
    try {
      write('No FIRSTAML_CLIENT_ID in the environment: the embedded sandbox plays First AML')
      write(`on ${sandbox.url}.`)
      const options = { ...sandbox.credentials, baseUrl: sandbox.url }
      return await tellWith(options, sandbox, env, write)
    } finally {
      await sandbox.close()
    }
  } catch (error) {
    if (!isFirstAmlError(error) && !(error instanceof TypeError)) throw error
    write(`\n${error.message}`)
    return 1
  }
}

async function tellWith(
  options: EnvironmentOptions,
  sandbox: Sandbox | undefined,
  env: Environment,
  write: (line: string) => void,
): Promise<number> {
  write('\n1. Codegen: token, schema from the documentation endpoint, documents')
  const code = await runCodegen({
    argv: [],
    env,
    io: plainIo((line) => write(`   ${line}`)),
    cwd: dirname(dirname(fileURLToPath(import.meta.url))),
    snapshot: 'graphql/schema.graphql',
    config: codegenConfig,
    author: "written from First AML's public documentation, docs.firstaml.com",
    startSandbox: async () => ({
      ...(sandbox ?? (await createSandbox())),
      close: async () => {},
    }),
  })
  if (code !== 0) return code

  let tokenRequests = 0
  let spoilNext = false
  const client = createClient({
    ...options,
    userAgent: options.userAgent ?? 'firstaml-story/1.0',
    fetch: (input, init) => {
      if (!spoilNext) return fetch(input, init)
      spoilNext = false
      const headers = new Headers(init?.headers)
      headers.set('authorization', 'Bearer ended-on-purpose')
      return fetch(input, { ...init, headers })
    },
    onEvent: (event) => {
      if (event.type === 'token_requested') tokenRequests++
      const line = tellEvent(event, client.tokenSource.tokenUrl)
      if (line) write(`   ${line}`)
    },
  })

  write('\n2. A typed query: MeDocument')
  const { me } = await client.request(MeDocument)
  write(
    `   ${me.friendlyApiClientName ?? 'The client'} (${me.apiClientId}) may: ${me.scopes.join(', ')}`,
  )
  write('')
  for (const line of officeTable(me)) write(`   ${line}`)

  if (sandbox) {
    write('\n3. A day later the token has ended; the client does not know yet')
    sandbox.advanceTime(86_400_000)
  } else {
    write('\n3. A token that is no good goes out once, as if it had ended on its way')
    spoilNext = true
  }
  const again = await client.request(MeDocument)
  write(`   Me is answered as if nothing had happened: ${again.me.apiClientId}`)

  write(`\nToken requests of the client in all: ${tokenRequests}`)
  client.dispose()
  return 0
}

function tellEvent(event: ClientEvent, tokenUrl: string): string | undefined {
  switch (event.type) {
    case 'token_received': {
      const hours = event.lifetimeMs / 3_600_000
      return `A token came from ${tokenUrl} in ${Math.round(event.durationMs)} ms; it lives for ${hours.toFixed(hours < 10 ? 1 : 0)} h (asked for because: ${event.reason})`
    }
    case 'unauthorized':
      return `The API answered 401${event.error ? ` (${event.error})` : ''}`
    case 'replayed':
      return `The query was sent again with the new token: ${event.status}`
    default:
      return undefined
  }
}

function officeTable(me: MeQuery['me']): string[] {
  const rows = me.accessibleOrganizations.flatMap(({ organizationId, name, offices }) =>
    offices.length > 0
      ? offices.map((office) => [name, organizationId, office.name, office.key])
      : [[name, organizationId, '(no offices)', '']],
  )
  return formatTable(['Organization', 'organizationId', 'Office', 'officeId'], rows)
}

/** Streams for codegen that are no terminal, line by line. */
function plainIo(write: (line: string) => void) {
  const stream = {
    isTTY: false,
    write: (text: string) => {
      for (const line of text.split('\n')) if (line) write(line)
      return true
    },
  }
  return { stdout: stream, stderr: stream }
}
