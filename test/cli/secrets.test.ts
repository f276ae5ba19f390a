// Secrets are in nothing that the command line prints, however it ends, nor in what it hands on.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { environmentOf, runCli } from './rig.js'

const secret = 'zyzzyva+secret/that=nobody&may see'
const forms = [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  'zyzzyva',
]

let folder: string
let sandbox: Sandbox
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-secrets-'))
  await writeFile(join(folder, 'package.json'), '{ "name": "app", "type": "module" }')
  sandbox = await createSandbox({ credentials: { clientId: 'client', clientSecret: secret } })
})
afterAll(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

const shown = (text: string) => forms.filter((form) => text.includes(form))

/** Commands that end by themselves, each good and with things that go wrong on the way. */
const commands: ReadonlyArray<readonly string[]> = [
  ['whoami'],
  ['token', '--json'],
  ['doctor'],
  ['schema', 'pull'],
  ['schema', 'check'],
  ['codegen'],
  ['init'],
  ['completion', 'bash'],
  ['sandbox', '--', process.execPath, '--eval', '0'],
  ['sandbox', '--port', 'x'],
  ['nothing'],
]

const troubles: ReadonlyArray<readonly [string, (request: string) => Response | Error]> = [
  [
    'an endpoint that repeats what it was sent',
    (request) => new Response(request, { status: 401 }),
  ],
  [
    'a page that holds the request',
    (request) => new Response(`<html>${request}</html>`, { status: 502 }),
  ],
  [
    'a network that throws with the request in its message',
    (request) => new Error(`cannot send ${request}`),
  ],
]

describe('H1: the secret', { timeout: 60_000 }, () => {
  it.each(commands)('H1: is not in what firstaml %s %s writes', async (...argv) => {
    const env = environmentOf(sandbox)
    for (const flags of [[], ['--debug'], ['--json']]) {
      const { stdout, stderr } = await runCli([...flags, ...argv], {
        cwd: folder,
        env,
        isTTY: flags.length === 0,
      })
      expect(shown(stdout + stderr)).toEqual([])
    }
  })

  it.each(troubles)('H1: is not in what is said of %s', async (_what, answer) => {
    const env = { ...environmentOf(sandbox), FIRSTAML_TOKEN_STORE: 'none' }
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = `${String(input)} ${JSON.stringify([...new Headers(init?.headers)])} ${String(init?.body)} ${secret}`
      const given = answer(request)
      if (given instanceof Error) throw given
      return given
    }
    // All at once, since each waits before it tries again.
    const results = await Promise.all(
      [['whoami'], ['token'], ['schema', 'pull'], ['doctor']].map((argv) =>
        runCli([...argv, '--debug'], { cwd: folder, env, fetch }),
      ),
    )
    for (const { stdout, stderr } of results) {
      expect(stdout + stderr).not.toBe('')
      expect(shown(stdout + stderr)).toEqual([])
    }
  })

  it('leaves messages whole where the secret is a letter', async () => {
    const env = {
      ...environmentOf(sandbox),
      FIRSTAML_TOKEN_STORE: 'none',
      FIRSTAML_CLIENT_SECRET: 'e',
    }
    const { exitCode, stderr } = await runCli(['whoami'], { cwd: folder, env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain('refused to issue a token: 401 access_denied (Unauthorized). Check')
    expect(stderr).not.toContain('[redacted]')
  })

  it('H1: is in no file that was written', async () => {
    for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!name.isFile()) continue
      expect(shown(await readFile(join(name.parentPath, name.name), 'utf8')), name.name).toEqual([])
    }
  })

  it('H1: can be given to no command as an argument', async () => {
    for (const { name } of commandList) {
      const { stdout } = await runCli([name, '--help'])
      expect(stdout).not.toMatch(/--[\w-]*(?:secret|password|client-id)/)
      const { exitCode } = await runCli([name, '--client-secret', 'x'])
      expect(exitCode).toBe(2)
    }
  })
})
