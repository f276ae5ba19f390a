// A one-query application, bundled and then run: in Node, in a browser, and at the edge.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { chromiumProgram, launchChromium } from '../support/browser.js'
import { bundleAlone, bundlers, writeApp } from './bundlers.js'
import { createProject, loadSandbox, type Project, prepared } from './project.js'
import { workerdProgram } from './tools.js'

let project: Project
let sandbox: Sandbox
/** What the application is called with. */
let options: { readonly baseUrl: string; readonly clientId: string; readonly clientSecret: string }
const answer = expect.objectContaining({
  me: expect.objectContaining({ apiClientId: expect.stringMatching(/@clients$/) }),
})

beforeAll(async () => {
  const [created, { createSandbox }] = await Promise.all([createProject(), loadSandbox()])
  project = created
  await writeApp(project)
  sandbox = await createSandbox()
  options = { baseUrl: sandbox.url, ...sandbox.credentials }
}, 300_000)
afterAll(async () => {
  await sandbox.close()
  await project.remove()
})

describe.each(Object.entries(bundlers))('bundled with %s', { timeout: 120_000 }, (name, bundle) => {
  let out: string
  beforeAll(async () => {
    out = join(project.folder, `out-${name}`)
    await bundle(project, out)
  }, 120_000)

  it('asks its query in Node', async () => {
    await project.write(
      `run-${name}.mjs`,
      `import { ask } from './out-${name}/app.js'
process.stdout.write(JSON.stringify(await ask(JSON.parse(process.argv[2]))))
`,
    )
    const told = await project.run(process.execPath, [`run-${name}.mjs`, JSON.stringify(options)])
    expect(JSON.parse(told)).toEqual(answer)
  })

  it('holds nothing that it cannot reach', async () => {
    const scripts = (await readdir(out)).filter((file) => file.endsWith('.js'))
    const codes = await Promise.all(scripts.map((file) => readFile(join(out, file), 'utf8')))
    const code = codes.join('\n')
    // Its own document is the only one that codegen wrote; urql's parser makes others.
    const documents =
      /kind["']?:["'`]OperationDefinition["'`],["']?operation["']?:["'`]\w+["'`],["']?name["']?:\{/g
    expect(code.replaceAll(/\s/g, '').match(documents)).toHaveLength(1)
    // Neither a module of Node's, nor graphql-js, the schema, the sandbox or the webhooks.
    expect(code).not.toMatch(/["']node:|GraphQLObjectType|type Query \{|Harbour Example|hmac-sha/i)
  })
})

describe('with esbuild, and all it needs', () => {
  it('weighs at most 29.9 kB, minified and gzipped, files and pages apart', async () => {
    // What the application imports outright, and what that imports.
    const eager = new Map<string, number>()
    const visit = async (file: string): Promise<void> => {
      if (eager.has(file)) return
      const code = await readFile(join(project.folder, 'out-esbuild', file), 'utf8')
      eager.set(file, gzipSync(code, { level: 9 }).length)
      for (const [, chunk = ''] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
        await visit(chunk)
    }
    await visit('app.js')
    expect(eager.size).toBeGreaterThan(1)
    expect([...eager.values()].reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(29_900)
  })
})

describe.skipIf(chromiumProgram === undefined)('in a browser', { timeout: 120_000 }, () => {
  it('refuses a client secret, in a page and in a worker, unless it is opted in', async () => {
    const app = await bundleAlone(project)
    const call = (given: object) => `ask(${JSON.stringify(given)}).catch(String)`
    const browser = await launchChromium()
    try {
      const context = await browser.newContext()
      // The page is the sandbox's neighbour, so that the browser lets it ask.
      const files: Readonly<Record<string, readonly [type: string, body: string]>> = {
        '/app/': ['text/html', '<!doctype html><script type="module" src="app.js"></script>'],
        '/app/app.js': ['text/javascript', app],
        '/app/worker.js': [
          'text/javascript',
          `import './app.js'\n${call(options)}.then(postMessage)`,
        ],
      }
      await context.route(`${sandbox.url}/app/**`, async (route) => {
        const [contentType, body] = files[new URL(route.request().url()).pathname] ?? ['', '']
        await route.fulfill({ contentType, body })
      })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('pageerror', (error) => complaints.push(error.message))
      await page.goto(`${sandbox.url}/app/`)
      await page.waitForFunction('typeof ask === "function"')
      const refusal = /^TypeError: clientSecret .* browser.* set allowSecretInBrowser/
      const before = sandbox.requests.length
      expect(await page.evaluate(call(options))).toMatch(refusal)
      const inWorker = `new Promise((told) => {
        new Worker('/app/worker.js', { type: 'module' }).onmessage = ({ data }) => told(data)
      })`
      expect(await page.evaluate(inWorker)).toMatch(refusal)
      expect(sandbox.requests).toHaveLength(before)
      expect(await page.evaluate(call({ ...options, allowSecretInBrowser: true }))).toEqual(answer)
      expect(complaints).toEqual([])
    } finally {
      await browser.close()
    }
  })
})

describe('at the edge', { timeout: 120_000 }, () => {
  it("asks its query in workerd, Cloudflare's runtime", async () => {
    const { folder: tools } = await prepared('tools')
    await project.write('worker.js', await bundleAlone(project, worker))
    await project.write('config.capnp', workerdConfig)
    const child = spawn(workerdProgram(tools), ['serve', 'config.capnp', '--control-fd=3'], {
      cwd: project.folder,
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    try {
      const url = `http://127.0.0.1:${await portOf(child)}`
      const response = await fetch(url, { method: 'POST', body: JSON.stringify(options) })
      expect(await response.json()).toEqual(answer)
    } finally {
      child.kill()
      await ended
    }
  }, 600_000)
})

const worker = `import { ask } from './app.js'
export default { fetch: async (request) => Response.json(await ask(await request.json())) }
`

const workerdConfig = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "app", worker = .app),
    (name = "internet", network = (allow = ["private", "local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "app")],
);
const app :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
);
`

/** Where it listens, which it tells on a channel of its own. */
async function portOf(child: ChildProcess): Promise<number> {
  const control = child.stdio[3]
  if (!(control instanceof Readable)) throw new Error('workerd has no control channel')
  for await (const line of createInterface({ input: control })) {
    const told: { readonly event?: string; readonly port?: number } = JSON.parse(line)
    if (told.event === 'listen' && told.port !== undefined) return told.port
  }
  throw new Error('workerd ended before it listened')
}
