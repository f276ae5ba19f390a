import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { commandList } from '../../src/cli/command-list.js'
import { run } from '../../src/cli/run.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { collect, environmentOf, runCli } from './rig.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox()
})
afterAll(() => sandbox.close())

describe('firstaml', { timeout: 30_000 }, () => {
  it('shows every command in its overview, and says so with 0', async () => {
    const { exitCode, stdout, stderr } = await runCli(['--help'])
    expect(exitCode).toBe(0)
    for (const { name, summary } of commandList.filter(({ hidden }) => !hidden)) {
      expect(stdout).toContain(`  ${name}`)
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain(summary)
    }
    expect(stderr).toBe('')
  })

  it('shows the overview on stderr, with 2, when no command is named', async () => {
    const { exitCode, stdout, stderr } = await runCli([])
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('Usage: firstaml <command> [options]')
  })

  it('tells its version', async () => {
    expect(await runCli(['--version'])).toEqual({
      exitCode: 0,
      stdout: `${packageJson.version}\n`,
      stderr: '',
    })
  })

  it.each([
    ['an unknown command', ['whoam'], "unknown command 'whoam' (Did you mean whoami?)"],
    ['an unknown option', ['whoami', '--client-secret', 'x'], "unknown option '--client-secret'"],
    ['a word too many', ['whoami', 'me'], 'too many arguments'],
  ])('refuses %s with 2 and one line', async (_what, argv, message) => {
    const { exitCode, stdout, stderr } = await runCli(argv)
    expect(exitCode).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr.split('\n')).toHaveLength(2)
  })

  it.each(['help whoam', 'whoam --help', 'cases lst -h', 'help cases lst'])(
    'has no help for what is no command: %s',
    async (line) => {
      const argv = line.split(' ')
      const { exitCode, stdout, stderr } = await runCli(argv)
      expect([exitCode, stdout]).toEqual([2, ''])
      expect(stderr).toMatch(/^firstaml: unknown command '\w+' \(Did you mean \w+\?\)\..*\n$/)
    },
  )

  it('shows with help what --help shows, at every level', async () => {
    for (const words of [['schema'], ['schema', 'check'], ['--json', 'token']]) {
      const [flag = ''] = words
      const asked = flag.startsWith('-') ? [flag, 'help', ...words.slice(1)] : ['help', ...words]
      const { exitCode, stdout } = await runCli(asked)
      expect(exitCode).toBe(0)
      expect(stdout).toBe((await runCli([...words, '--help'])).stdout)
      expect(stdout).toContain(
        `Usage: firstaml ${words.filter((word) => word !== '--json').join(' ')} `,
      )
    }
  })

  it.each([
    ['whoam', 'help'],
    ['whoami --who', 'help whoami'],
    ['--json whoami me', 'help whoami'],
    ['cases lst', 'help cases'],
    ['cases list --page x --pages', 'help cases list'],
    ['schema check --agains', 'help schema check'],
    ['schema check -- help', 'help schema check'],
    ['help schema chek', 'help schema'],
  ])('sends who writes "%s" to firstaml %s', async (line, help) => {
    const { exitCode, stderr } = await runCli(line.split(' '))
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(new RegExp(`[.)?] Run firstaml ${help}\\.("\\}\\})?\n$`))
    expect((await runCli(help.split(' '))).exitCode).toBe(0)
  })

  it.each([[[]], [['cases']]])('tells programs that no command is named: %j', async (argv) => {
    const { exitCode, stdout, stderr } = await runCli([...argv, '--json'])
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'usage',
        message: `no command is named. Run ${['firstaml help', ...argv].join(' ')}.`,
      },
    })
  })

  it.each(commandList.map(({ name }) => name))(
    'has help for %s, options of all commands included',
    async (name) => {
      const { exitCode, stdout } = await runCli([name, '--help'])
      expect(exitCode).toBe(0)
      expect(stdout).toContain(`Usage: firstaml ${name}`)
      expect(stdout).toContain('--json')
    },
  )
})

describe('errors', { timeout: 30_000 }, () => {
  it('names the variables that are missing', async () => {
    const { exitCode, stderr } = await runCli(['whoami'])
    expect(exitCode).toBe(2)
    expect(stderr).toBe(
      'firstaml: FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set. First AML support hands them out, one pair per environment.\n',
    )
  })

  it('names the variable of an address that cannot work', async () => {
    const env = { ...environmentOf(sandbox), FIRSTAML_BASE_URL: 'http://firstaml.example' }
    const { exitCode, stderr } = await runCli(['whoami'], { env })
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^firstaml: FIRSTAML_BASE_URL /)
  })

  it('names variables alone where the library names options and variables', async () => {
    const env = { ...environmentOf(sandbox), FIRSTAML_CLIENT_SECRET: 'wrong' }
    const { stderr } = await runCli(['whoami'], { env })
    expect(stderr).toContain(
      'Check FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET and FIRSTAML_AUDIENCE; credentials differ',
    )
  })

  it('names the variable that the token endpoint’s address comes from', async () => {
    const fetch = () => Promise.reject(new TypeError('fetch failed'))
    const base = environmentOf(sandbox)
    const cut = await runCli(['whoami'], { env: base, fetch })
    expect(cut.stderr).toMatch(/ Check the network and FIRSTAML_BASE_URL\.\n$/)
    const env = { ...base, FIRSTAML_TOKEN_URL: sandbox.tokenUrl }
    const own = await runCli(['whoami'], { env, fetch })
    expect(own.stderr).toMatch(/ Check the network and FIRSTAML_TOKEN_URL\.\n$/)
  })

  it('sends nobody to members of an error', async () => {
    const argv = ['cases', 'list', '--organization', 'none']
    const { exitCode, stderr } = await runCli(argv, { env: environmentOf(sandbox) })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^firstaml: The API refused the input: organizationId [^.]+\.\n$/)
  })

  it('says what the system said no to, and what to do', async () => {
    const env = { FIRSTAML_WEBHOOK_KEY: 'a2V5' }
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    const taken = await runCli(['webhooks', 'listen', '--port', String(port)], { env })
    await new Promise((closed) => server.close(closed))
    expect([taken.exitCode, taken.stderr]).toEqual([
      1,
      `firstaml: 127.0.0.1:${port} is in use already. End what listens there, or choose another port.\n`,
    ])
    const folder = await runCli(['webhooks', 'sign', '.'], { env })
    expect([folder.exitCode, folder.stderr]).toEqual([
      1,
      'firstaml: The input is a directory. Name a file.\n',
    ])
  })

  it('shows a stack with --debug only, and JSON with --json', async () => {
    const env = { ...environmentOf(sandbox), FIRSTAML_CLIENT_SECRET: 'wrong-and-marked-secret' }
    const plain = await runCli(['whoami'], { env })
    expect(plain.exitCode).toBe(1)
    expect(plain.stderr.split('\n')).toHaveLength(2)
    const debug = await runCli(['--debug', 'whoami'], { env })
    expect(debug.stderr).toMatch(/\n {4}at /)
    const json = await runCli(['whoami', '--json'], { env })
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { code: 'token_refused' } })
    for (const { stdout, stderr } of [plain, debug, json]) {
      expect(stdout).toBe('')
      expect(stderr).not.toContain('marked')
    }
  })
})

describe('output', { timeout: 30_000 }, () => {
  it('has colours on a terminal only, and heeds NO_COLOR and FORCE_COLOR', async () => {
    const env = environmentOf(sandbox)
    const outputOf = async (isTTY: boolean, more: Record<string, string>) =>
      (await runCli(['whoami'], { env: { ...env, ...more }, isTTY })).stdout
    const start = '\u001b['
    expect(await outputOf(true, {})).toContain(start)
    expect(await outputOf(false, {})).not.toContain(start)
    expect(await outputOf(true, { NO_COLOR: '1' })).not.toContain(start)
    expect(await outputOf(true, { TERM: 'dumb' })).not.toContain(start)
    expect(await outputOf(false, { FORCE_COLOR: '1' })).toContain(start)
    expect(await outputOf(true, { FORCE_COLOR: '0' })).not.toContain(start)
  })

  it.each([
    ['ends quietly when its reader has gone', 'EPIPE', 0, ''],
    [
      'says that its output cannot be written',
      'ENOSPC',
      1,
      'firstaml: The output could not be written: the disk is full. Make room.\n',
    ],
  ])('%s', async (_what, code, exitCode, message) => {
    const failure = Object.assign(new Error(`write ${code}`), { code, syscall: 'write' })
    const stderr = collect(false)
    const given = await run(['whoami'], {
      stdin: Readable.from([]),
      stdout: new Writable({ write: (_chunk, _encoding, done) => done(failure) }),
      stderr: stderr.stream,
      env: environmentOf(sandbox),
      cwd: '/',
      execPath: process.execPath,
      nodeVersion: process.versions.node,
      signal: new AbortController().signal,
    })
    expect([given, stderr.text()]).toEqual([exitCode, message])
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])('ends what is under way on %s, with %i and without a word', async (name, code) => {
    const interruption = new AbortController()
    const { exitCode, stdout, stderr } = await runCli(['whoami'], {
      env: environmentOf(sandbox),
      signal: interruption.signal,
      fetch: (_input, init) => {
        interruption.abort(name)
        return new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
          if (init?.signal?.aborted) reject(init.signal.reason)
        })
      },
    })
    expect([exitCode, stdout, stderr]).toEqual([code, '', ''])
  })
})

describe('whoami', { timeout: 30_000 }, () => {
  it('shows scopes, organizations and offices as a table', async () => {
    const { exitCode, stdout } = await runCli(['whoami'], { env: environmentOf(sandbox) })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^Client {2}.+\(.+@clients\)\nScopes {2}read-only, /)
    expect(stdout).toMatch(/^Organization +organizationId +Office +officeId$/m)
    expect(stdout).toContain('off-wellington')
    const page = await readFile(new URL('../../docs/cli.md', import.meta.url), 'utf8')
    expect(page).toContain(`\`\`\`text\n${stdout}\`\`\`\n`)
  })

  it('writes what the API answered with --json', async () => {
    const { stdout } = await runCli(['whoami', '--json'], { env: environmentOf(sandbox) })
    expect(JSON.parse(stdout)).toMatchObject({
      scopes: ['read-only', 'case-management', 'api-management'],
    })
  })

  it('asks for one token in two runs, and for another where none is kept', async () => {
    const own = await createSandbox()
    const env = environmentOf(own)
    await runCli(['whoami'], { env })
    await runCli(['whoami'], { env })
    expect(own.requestCounts.token).toBe(1)
    await runCli(['whoami'], { env: { ...env, FIRSTAML_TOKEN_STORE: 'none' } })
    expect(own.requestCounts.token).toBe(2)
    await own.close()
  })
})
