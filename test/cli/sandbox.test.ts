import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CliResult, type CliSetup, environmentOf, runCli } from './rig.js'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-sandbox-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Served {
  readonly url: string
  readonly graphqlUrl: string
  readonly env: Record<string, string>
}

/** Starts a sandbox by the command line, works with it, and presses Ctrl-C. */
async function serve(
  flags: readonly string[],
  work: (served: Served) => Promise<unknown> = async () => {},
): Promise<CliResult & { readonly lines: readonly unknown[] }> {
  const interruption = new AbortController()
  let worked: Promise<unknown> | undefined
  const result = await runCli(['sandbox', '--json', ...flags], {
    cwd: folder,
    signal: interruption.signal,
    onOutput: (_text, all) => {
      if (worked || !all.includes('\n') || !all.startsWith('{"url"')) return
      worked = work(JSON.parse(all)).finally(() => interruption.abort('SIGINT'))
    },
  })
  await worked
  return {
    ...result,
    lines: result.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  }
}

const fileWith = async (name: string, value: unknown) => {
  await writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value))
  return name
}
const runHere = (argv: readonly string[], setup: CliSetup = {}) =>
  runCli(argv, { cwd: folder, ...setup })
const whoami = (served: Served) => runCli(['whoami'], { env: environmentOf(served) })

describe('firstaml sandbox', { timeout: 30_000 }, () => {
  it('serves until Ctrl-C, which is its way to end well', async () => {
    let answer: CliResult | undefined
    const { exitCode, lines } = await serve([], async (served) => {
      answer = await whoami(served)
      expect(served).toMatchObject({
        graphqlUrl: `${served.url}/graphql/`,
        webhookKey: expect.any(String),
      })
    })
    expect(answer?.stdout).toContain('Harbour Example Law')
    expect([exitCode, lines.length]).toEqual([0, 1])
  })

  it('puts the variables onto stdout, and what is for people onto stderr', async () => {
    const interruption = new AbortController()
    const { exitCode, stdout, stderr } = await runHere(['sandbox'], {
      signal: interruption.signal,
      onOutput: (text) => text.includes('FIRSTAML_BASE_URL') && interruption.abort('SIGINT'),
    })
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(
      /^FIRSTAML_CLIENT_ID=sandbox-client-id\nFIRSTAML_CLIENT_SECRET=sandbox-not-a-secret\nFIRSTAML_BASE_URL=http:\/\/127\.0\.0\.1:\d+\n$/,
    )
    expect(stderr).toContain('Ctrl-C ends it.')
  })

  it('hands its options on', async () => {
    const clients = await fileWith('clients.json', [
      { clientId: 'reader', clientSecret: 'reader-not-a-secret', scopes: ['read-only'] },
    ])
    const faults = await fileWith('faults.json', [
      { kind: 'graphql', fault: { type: 'status', status: 418 } },
    ])
    const flags = [
      '--clients',
      clients,
      '--faults',
      faults,
      '--control',
      '/_faults',
      '--token-lifetime',
      '60',
    ]
    await serve(
      [
        ...flags,
        '--rate',
        '100',
        '--burst',
        '50',
        '--rate-limit-headers',
        '--tokens-per-hour',
        '3',
        '--no-pages',
      ],
      async ({ env, url, graphqlUrl }) => {
        const asReader = {
          ...env,
          FIRSTAML_CLIENT_ID: 'reader',
          FIRSTAML_CLIENT_SECRET: 'reader-not-a-secret',
        }
        const { stdout: token } = await runCli(['token', '--json'], {
          env: environmentOf({ env: asReader }),
        })
        const { accessToken, expiresAt } = JSON.parse(token)
        expect(Date.parse(expiresAt)).toBeLessThan(Date.now() + 61_000)
        const headers = {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
        }
        const ask = () =>
          fetch(graphqlUrl, { method: 'POST', headers, body: '{"query":"{ me { scopes } }"}' })
        expect((await ask()).status).toBe(418)
        const answer = await ask()
        expect(await answer.json()).toEqual({ data: { me: { scopes: ['read-only'] } } })
        expect(answer.headers.get('ratelimit')).not.toBeNull()
        expect((await fetch(`${url}/_faults/faults`)).status).toBe(200)
        expect((await fetch(`${url}/_sandbox/`, { headers: { accept: 'text/html' } })).status).toBe(
          404,
        )
      },
    )
  })

  it('says which scripted faults never happened, and ends with 1', async () => {
    const faults = await fileWith('unused.json', [{ kind: 'token', fault: { type: 'html' } }])
    const { exitCode, stderr } = await serve(['--faults', faults])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('never happened: fault-1 (html for token, 0 of 1 used)')
    expect((await serve(['--faults', faults, '--unused-faults', 'ignore'])).exitCode).toBe(0)
  })

  it.each([
    [['--port', '70000'], '--port must be an integer, 0–65535.'],
    [
      ['--port', 'x'],
      "option '-p, --port <number>' argument 'x' is invalid. It must be a number, 0 or more.",
    ],
    [['--host', '0.0.0.0'], '--host must be a loopback host: 127.0.0.1, localhost, ::1.'],
    [['--rate', '0'], '--rate must be a number above 0, at most 1000000.'],
    [['--burst', '3'], 'Add --rate'],
    [['--no-throttle', '--rate', '3'], '--no-throttle leaves nothing to say'],
    [['--throttle-status', '500', '--rate', '1'], '--throttle-status must be 429, 503 or 200.'],
    [['--token-lifetime', '0'], '--token-lifetime must be a positive whole number of seconds.'],
    [['--control', '/graphql'], '--control must be true, false or { path }'],
    [['--schema', 'none.graphql'], '--schema none.graphql cannot be read. Check the path.'],
    [['--clients', 'none.json'], '--clients none.json cannot be read. Check the path.'],
    [['--faults', 'broken.json'], '--faults broken.json is no JSON: '],
    [['--faults', 'object.json'], '--faults object.json must hold a list.'],
    [['--faults', 'odd.json'], '--faults odd.json: fault.type must be one of status'],
    [['--clients', 'odd.json'], 'clients[0].clientId must be a non-empty string.'],
    [['--selection', 'odd.json'], '--selection is for the review. Add --review.'],
  ])('refuses %j with 2 and one line', async (flags, message) => {
    await fileWith('broken.json', '{')
    await fileWith('object.json', {})
    await fileWith('odd.json', [{ kind: 'graphql', fault: { type: 'odd' } }])
    const { exitCode, stdout, stderr } = await runHere(['sandbox', ...flags])
    expect(stderr).toContain(message)
    expect(stderr.split('\n')).toHaveLength(2)
    expect([exitCode, stdout]).toEqual([2, ''])
  })

  it('says that a port is in use, and what to do', async () => {
    const server = createServer()
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { exitCode, stderr } = await runHere(['sandbox', '--port', String(port)])
    expect(stderr).toBe(
      `firstaml: The sandbox cannot listen on 127.0.0.1 port ${port}: the port is already in use. Choose another with --port, or leave it out.\n`,
    )
    expect(exitCode).toBe(1)
    server.close()
  })
})

/** An integration in any language: what it asks is its business, and how it ends. */
const integration = (body: string) => [
  process.execPath,
  '--input-type=module',
  '--eval',
  `const { FIRSTAML_BASE_URL: url, FIRSTAML_CLIENT_ID: client_id, FIRSTAML_CLIENT_SECRET: client_secret } = process.env
const headers = { 'content-type': 'application/json', 'user-agent': 'acme/1' }
const token = async () => {
  const body = JSON.stringify({ grant_type: 'client_credentials', audience: 'https://api.firstaml.com', client_id, client_secret })
  const answer = await fetch(url + '/oauth/token', { method: 'POST', headers, body })
  return (await answer.json()).access_token
}
const ask = async (token) => fetch(url + '/graphql/', { method: 'POST', headers: { ...headers, authorization: 'Bearer ' + token }, body: '{"query":"query Me { me { scopes } }"}' })
${body}`,
]
const wellBehaved = integration(
  "const one = await token(); await ask(one); await ask(one); console.log('asked twice')",
)
const wasteful = integration('for (let n = 0; n < 3; n++) await ask(await token())')

describe('firstaml sandbox --review', { timeout: 30_000 }, () => {
  it('runs a command under review, and passes one that behaves', async () => {
    const { exitCode, stdout } = await runHere(['sandbox', '--review', '--', ...wellBehaved])
    expect(stdout).toContain('asked twice\n')
    expect(stdout).toMatch(/\nGo-live review: PASSED \(3 requests\)\n/)
    expect(exitCode).toBe(0)
  })

  it('fails one that asks for a token each time, with the evidence', async () => {
    const { exitCode, stdout } = await runHere(['sandbox', '--review', '--json', '--', ...wasteful])
    expect(exitCode).toBe(1)
    const { review } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(review).toMatchObject({ passed: false, requests: 6 })
    expect(review.items[1]).toMatchObject({ id: 'token-caching', verdict: 'fail' })
  })

  it('ends with the command’s own code when that failed', async () => {
    const failing = integration('await ask(await token()); process.exit(7)')
    const { exitCode, stdout } = await runHere(['sandbox', '--review', '--', ...failing])
    expect(exitCode).toBe(7)
    expect(stdout).toContain('Go-live review: PASSED')
  })

  it('fails when nothing was asked, since nothing was shown', async () => {
    const { exitCode, stderr } = await runHere(['sandbox', '--review', '--', ...integration('')])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('No request reached the sandbox.')
  })

  it('judges what was asked until Ctrl-C when there is no command', async () => {
    const passed = await serve(['--review'], whoami)
    expect(passed.exitCode).toBe(0)
    expect(passed.lines[1]).toMatchObject({ review: { passed: true, requests: 2 } })
    expect((await serve(['--review'])).exitCode).toBe(1)
  })

  it('takes the report of a selection tracker', async () => {
    const path = await fileWith('selection.json', {
      operations: [
        {
          operationName: 'Me',
          read: [],
          neverRead: ['a', 'b', 'c', 'd'].map((name) => `me.${name}`),
        },
      ],
    })
    const argv = ['sandbox', '--review', '--selection', path, '--', ...wellBehaved]
    const { exitCode, stdout } = await runHere(argv)
    expect(stdout).toMatch(/Only needed fields.*: FAIL|5\. .*: FAIL/)
    expect(exitCode).toBe(1)
    await fileWith('selection.json', { operations: [{}] })
    const odd = await runHere(argv)
    expect(odd.exitCode).toBe(2)
    expect(odd.stderr).toContain('--selection selection.json must be { operations:')
  })

  it('colours the verdicts on a terminal', async () => {
    const { stdout } = await runHere(['sandbox', '--review', '--', ...wellBehaved], {
      env: { FORCE_COLOR: '1' },
    })
    expect(stdout).toContain('Go-live review\u001b[32m: PASSED\u001b[39m (3 requests)')
  })

  it('says that a command is missing', async () => {
    const { exitCode, stderr } = await runHere(['sandbox', '--', 'no-such-program'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(
      'no-such-program cannot be found. Check its name, or put npx before it.\n',
    )
  })

  it('hands Ctrl-C on to the command, and ends with what it ends with', async () => {
    const interruption = new AbortController()
    const waiting = integration("console.log('ready'); setInterval(() => {}, 1000)")
    const { exitCode } = await runHere(['sandbox', '--', ...waiting], {
      signal: interruption.signal,
      onOutput: (text) => text.includes('ready') && interruption.abort('SIGINT'),
    })
    expect(exitCode).toBe(130)
  })

  it('leaves what stands after -- to the command', async () => {
    const show = [
      process.execPath,
      '--eval',
      'console.log(process.argv.slice(1).join())',
      '--',
      '--json',
      '--help',
    ]
    const { stdout } = await runHere(['sandbox', '--', ...show])
    // And stdout too: it may go to a program that wants nothing else.
    expect(stdout).toBe('--json,--help\n')
  })
})
