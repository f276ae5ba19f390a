import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { satisfies } from '../../src/cli/version-range.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { installDoor } from '../codegen/app-rig.js'
import { type CliSetup, environmentOf, runCli } from './rig.js'

const repository = join(import.meta.dirname, '../..')

let folder: string
let sandbox: Sandbox
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-doctor-'))
  sandbox = await createSandbox({
    clients: [{ clientId: 'reader', clientSecret: 'reader-not-a-secret', scopes: ['read-only'] }],
  })
})
afterEach(async () => {
  await sandbox.close()
  await rm(folder, { recursive: true })
})

interface Finding {
  readonly check: string
  readonly verdict: string
  readonly found: string
  readonly remedy?: string
}

async function examine(setup: CliSetup = {}) {
  const { exitCode, stdout } = await runCli(['doctor', '--json'], {
    cwd: folder,
    env: environmentOf(sandbox),
    ...setup,
  })
  const { ok, findings }: { ok: boolean; findings: readonly Finding[] } = JSON.parse(stdout)
  expect(exitCode).toBe(ok ? 0 : 1)
  return { exitCode, of: (check: string) => findings.filter((finding) => finding.check === check) }
}

/** An application with codegen.ts, the libraries for it, and a query and a mutation. */
async function createApplication(): Promise<void> {
  await mkdir(join(folder, 'node_modules'))
  for (const name of ['@graphql-codegen', 'graphql', '@graphql-typed-document-node']) {
    await symlink(join(repository, 'node_modules', name), join(folder, 'node_modules', name))
  }
  await writeFile(
    join(folder, 'package.json'),
    '{ "type": "module", "devDependencies": { "graphql": "^16.0.0" } }',
  )
  await writeFile(join(folder, 'who.graphql'), 'query Who {\n  me { friendlyApiClientName }\n}\n')
  await writeFile(
    join(folder, 'note.graphql'),
    'mutation Submit($caseId: String!) {\n  submitCase(caseId: $caseId) { __typename }\n}\n',
  )
  // The packaged schema is beside it.
  const library = join(folder, 'node_modules/firstaml-client')
  await installDoor(library)
  await symlink(join(repository, 'graphql'), join(library, 'graphql'))
  await writeFile(
    join(folder, 'codegen.ts'),
    `import { firstAmlCodegen } from './node_modules/firstaml-client/dist/codegen/index.mjs'
export default firstAmlCodegen({ documents: '*.graphql', output: 'generated/operations.ts' })\n`,
  )
}

describe('firstaml doctor', { timeout: 60_000 }, () => {
  it('does not put down to the schema what is wrong with a document', async () => {
    await createApplication()
    await writeFile(join(folder, 'who.graphql'), 'query Who {\n  me { nothing }\n}\n')
    const { of } = await examine()
    expect(of('schema')).toEqual([
      {
        check: 'schema',
        verdict: 'fail',
        found: 'who.graphql:2:8 Cannot query field "nothing" on type "ApiClientMetadata".',
        remedy: 'Correct the document: the schema is what First AML serves.',
      },
    ])
  })

  it('tells what is wrong with codegen.ts, whether First AML can be asked or not', async () => {
    await createApplication()
    await writeFile(join(folder, 'codegen.ts'), 'export default {{\n')
    for (const env of [environmentOf(sandbox), {}]) {
      const { of } = await examine({ env })
      expect(of('codegen.ts')).toMatchObject([
        { verdict: 'fail', found: expect.stringContaining(' at codegen.ts:1:') },
      ])
      for (const check of ['schema', 'scopes'])
        expect(of(check)).toMatchObject([{ verdict: 'skip' }])
    }
  })

  it('finds nothing wrong where nothing is', async () => {
    await createApplication()
    const { exitCode, of } = await examine()
    for (const check of [
      'Node',
      'environment',
      'packages',
      'host of the API',
      'host of the token endpoint',
      'clock',
      'token',
      'API',
      'schema',
      'scopes',
    ]) {
      expect(of(check), check).toMatchObject([{ verdict: 'ok' }])
    }
    expect(exitCode).toBe(0)
  })

  it('shows each finding with its remedy, coloured on a terminal', async () => {
    const { exitCode, stdout } = await runCli(['doctor'], { cwd: folder, isTTY: true })
    expect(exitCode).toBe(1)
    expect(stdout).toContain(
      '\u001b[31mfail\u001b[39m  \u001b[1mcredentials\u001b[22m: FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set.\n      First AML support hands them out, one pair per environment.\n',
    )
  })

  it('sees an old Node, unknown variables, and values in quotes', async () => {
    const env = {
      ...environmentOf(sandbox),
      FIRSTAML_CLIENTID: 'x',
      FIRSTAML_AUDIENCE: '"https://api.firstaml.com"',
    }
    const { of } = await examine({ nodeVersion: '18.20.0', env })
    expect(of('Node')).toMatchObject([
      { verdict: 'fail', found: 'Node 18.20.0, and >=20.19.0 is needed.' },
    ])
    expect(of('environment')).toMatchObject([
      { verdict: 'warn', found: 'FIRSTAML_CLIENTID is set, and nothing reads it.' },
      {
        verdict: 'fail',
        found: 'The value of FIRSTAML_AUDIENCE stands in quotes, which belong to it.',
      },
    ])
  })

  it('sees a host that does not answer, and an address that cannot be one', async () => {
    const gone = { ...environmentOf(sandbox), FIRSTAML_TOKEN_URL: 'http://127.0.0.1:9/oauth/token' }
    const { of } = await examine({ env: gone })
    expect(of('host of the token endpoint')).toMatchObject([
      { verdict: 'fail', remedy: expect.stringMatching(/^Check FIRSTAML_TOKEN_URL, the network/) },
    ])
    expect(of('host of the API')).toMatchObject([{ verdict: 'ok' }])
    expect(of('token')).toMatchObject([{ verdict: 'fail' }])
    expect(of('schema')).toMatchObject([{ verdict: 'skip' }])
    const nobody = await examine({
      env: { ...environmentOf(sandbox), FIRSTAML_BASE_URL: 'http://127.0.0.1:9' },
    })
    for (const check of ['host of the token endpoint', 'host of the API']) {
      expect(nobody.of(check)).toMatchObject([
        { remedy: expect.stringMatching(/^Check FIRSTAML_BASE_URL, the network/) },
      ])
    }
    expect(nobody.of('token')).toMatchObject([
      { remedy: 'Check the network and FIRSTAML_BASE_URL.' },
    ])
    const odd = { ...environmentOf(sandbox), FIRSTAML_BASE_URL: 'firstaml' }
    expect((await examine({ env: odd })).of('credentials')).toMatchObject([
      { verdict: 'fail', found: expect.stringContaining('FIRSTAML_BASE_URL') },
    ])
  })

  it.each([
    [0, 'ok'],
    [60_000, 'warn'],
    [-60_000, 'warn'],
    [600_000, 'fail'],
  ])('judges a clock that is off by %i ms: %s', async (off, verdict) => {
    const { of } = await examine({ now: () => Date.now() + off })
    expect(of('clock')).toMatchObject([{ verdict }])
  })

  it('sees credentials that are refused', async () => {
    const env = { ...environmentOf(sandbox), FIRSTAML_CLIENT_SECRET: 'wrong-not-a-secret' }
    const { of } = await examine({ env })
    expect(of('token')).toMatchObject([{ verdict: 'fail', remedy: expect.stringMatching(/./) }])
  })

  it('sees a document that needs a scope which is lacking, and where it stands', async () => {
    await createApplication()
    const env = {
      ...environmentOf(sandbox),
      FIRSTAML_CLIENT_ID: 'reader',
      FIRSTAML_CLIENT_SECRET: 'reader-not-a-secret',
    }
    const { of } = await examine({ env })
    expect(of('scopes')).toMatchObject([
      {
        verdict: 'fail',
        found: 'Submit (note.graphql:2) needs case-management, which these credentials lack.',
      },
    ])
  })

  it('sees that the schema has changed, and whether that breaks a document', async () => {
    await createApplication()
    sandbox.dropField('ApiClientMetadata.apiClientId')
    // What the tool asks itself is broken by that too, but the token is good.
    expect((await examine()).of('API')).toMatchObject([{ verdict: 'fail' }])
    sandbox.restoreField('ApiClientMetadata.apiClientId')
    sandbox.dropField('CaseInformation.reference')
    expect((await examine()).of('schema')).toMatchObject([{ verdict: 'warn' }])
    await writeFile(
      join(folder, 'note.graphql'),
      'query Reference($caseId: String!) { caseDetails(caseId: $caseId) { ... on CaseInformation { reference } } }',
    )
    expect((await examine()).of('schema')).toMatchObject([{ verdict: 'fail' }])
  })

  it('sees packages of versions that do not fit, or that are not there', async () => {
    await createApplication()
    await writeFile(
      join(folder, 'package.json'),
      '{ "type": "module", "dependencies": { "react": "1", "urql": "1" } }',
    )
    await mkdir(join(folder, 'node_modules/react'))
    await writeFile(join(folder, 'node_modules/react/package.json'), '{ "version": "17.0.2" }')
    expect((await examine()).of('packages')).toMatchObject([
      { verdict: 'warn', found: 'react is 17.0.2, and firstaml-client works with >=18.0.0.' },
      { verdict: 'warn', found: 'urql is in package.json and not installed.' },
    ])
  })

  it('sees a codegen.ts that is broken', async () => {
    await createApplication()
    await writeFile(join(folder, 'codegen.ts'), 'export default {')
    const { of } = await examine()
    expect(of('codegen.ts')).toMatchObject([{ verdict: 'fail' }])
    expect(await readFile(join(folder, 'codegen.ts'), 'utf8')).toBe('export default {')
  })
})

describe('a range of versions', () => {
  it.each([
    ['16.9.0', '^16.9.0 || ^17.0.0', true],
    ['16.8.9', '^16.9.0 || ^17.0.0', false],
    ['17.0.0', '^16.9.0 || ^17.0.0', true],
    ['18.0.0', '^16.9.0 || ^17.0.0', false],
    ['17.0.0-alpha.2', '^17.0.0', true],
    ['0.2.9', '^0.2.3', true],
    ['0.3.0', '^0.2.3', false],
    ['20.19.0', '>=20.19.0', true],
    ['20.18.3', '>=20.19.0', false],
    ['26.0.0', '>=20.19.0', true],
    ['2.0.0', 'workspace:*', false],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfies(version, range)).toBe(expected)
  })
})
