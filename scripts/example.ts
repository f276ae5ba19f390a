// Runs an example against the sandbox: `npm run example webhook-crm`. It installs the package as it
// would be published into a folder that is removed in the end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createClient, unwrap } from '../src/index.js'
import { CreateWebhookSubscriptionDocument, MeDocument } from '../src/operations.js'
import { createSandbox, type Sandbox } from '../src/sandbox/index.js'
import { installExamples, listExamples, packTarball } from './examples.js'

const { values, positionals } = parseArgs({
  options: { tarball: { type: 'string' } },
  allowPositionals: true,
})
const [name = ''] = positionals
const names = await listExamples()
const port = process.env.PORT ?? '3000'

// Whatever ends it, the folder goes.
const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => ending.abort())

/** Runs a script of the example, if it has that. @returns its exit code. */
async function run(folder: string, script: string, env: Record<string, string>): Promise<number> {
  const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  if (!(script in scripts)) return 0
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  // A terminal sends Ctrl-C to the child by itself.
  const pass = () => child.kill('SIGTERM')
  process.on('SIGTERM', pass)
  const [code] = await once(child, 'exit')
  process.off('SIGTERM', pass)
  return code ?? 1
}

/** Has the sandbox tell the example what happens, as First AML tells a subscriber. */
async function subscribe(sandbox: Sandbox): Promise<void> {
  const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
  const { me } = await client.request(MeDocument)
  const { createWebhookSubscription } = await client.request(CreateWebhookSubscriptionDocument, {
    input: {
      endpoint: `http://127.0.0.1:${port}/webhooks`,
      eventTypes: ['CASE_CREATED', 'CASE_STATUS_UPDATED'],
      failureEmail: 'nobody@example.test',
      targets: me.accessibleOrganizations.map(({ organizationId }) => ({
        organizationKey: organizationId,
      })),
    },
  })
  unwrap(createWebhookSubscription)
  client.dispose()
}

async function runExample(folder: string): Promise<number> {
  console.log(`Installing ${name} with this package …`)
  const tarball = values.tarball ?? (await packTarball(folder, ending.signal))
  await installExamples(folder, tarball, [name], ending.signal)
  await using sandbox = await createSandbox({ allowHttpWebhooks: true })
  if (name === 'webhook-crm') await subscribe(sandbox)
  console.log(`The sandbox plays First AML; change its data at ${sandbox.graphqlUrl}`)
  const env = {
    ...sandbox.env,
    FIRSTAML_WEBHOOK_KEY: sandbox.webhooks.key,
    PORT: port,
    // Where tokens are kept, of which none shall be left.
    XDG_CACHE_HOME: join(folder, 'cache'),
  }
  const directory = join(folder, name)
  for (const script of ['codegen', 'build', 'start']) {
    const code = await run(directory, script, env)
    if (code !== 0) return code
  }
  return 0
}

if (!names.includes(name)) {
  console.error(`Which one? npm run example <name>, with one of: ${names.join(', ')}`)
  process.exitCode = 2
} else {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-example-'))
  try {
    process.exitCode = await runExample(folder)
  } catch (error) {
    if (!ending.signal.aborted) throw error
    process.exitCode = 130
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
