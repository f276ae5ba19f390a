import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './rig.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-cli-init-'))
  await writeManifest({ name: 'app', type: 'module' })
})
afterEach(() => rm(folder, { recursive: true }))

const read = (path: string) => readFile(join(folder, path), 'utf8')
const readIfAny = (path: string) => read(path).catch(() => undefined)
const writeManifest = (manifest: object, indentation = 2) =>
  writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, indentation)}\n`)
const init = (...flags: readonly string[]) => runCli(['init', ...flags], { cwd: folder })

describe('firstaml init', () => {
  it('writes all that an application needs, and says what to do next', async () => {
    const { exitCode, stdout, stderr } = await init()
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(await read('codegen.ts')).toBe(
      `import { firstAmlCodegen } from 'firstaml-client/codegen'

export default firstAmlCodegen({
  documents: 'src/**/*.graphql',
  output: 'src/generated/operations.ts',
  requiredScopes: true,
})
`,
    )
    expect(await read('src/who-am-i.graphql')).toContain('query WhoAmI {')
    expect(JSON.parse(await read('package.json')).scripts).toEqual({
      codegen: 'firstaml codegen',
      'schema:check': 'firstaml schema check',
    })
    expect(await read('.env.example')).toMatch(/^FIRSTAML_CLIENT_SECRET=$/m)
    expect(await read('.gitignore')).toBe('.env\n')
    expect(stdout).toContain('  npm install firstaml-client\n')
    expect(stdout).toContain('  npm install --save-dev @graphql-codegen/cli ')
  })

  it('does nothing the second time', async () => {
    await init()
    const before = await Promise.all(['package.json', '.env.example', '.gitignore'].map(read))
    const { exitCode, stdout } = await init()
    expect(exitCode).toBe(0)
    expect(stdout).not.toMatch(/^(create|extend|replace|keep) /m)
    expect(await Promise.all(['package.json', '.env.example', '.gitignore'].map(read))).toEqual(
      before,
    )
  })

  it('only shows what it would do with --dry-run', async () => {
    const { exitCode, stdout, stderr } = await init('--dry-run')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('create   codegen.ts\n')
    expect(stderr).toBe('Nothing was written.\n')
    expect(await readIfAny('codegen.ts')).toBeUndefined()
  })

  it('leaves what exists and differs, says so, and replaces it with --force only', async () => {
    await writeFile(join(folder, 'codegen.ts'), 'mine')
    await writeManifest({ name: 'app', type: 'module', scripts: { codegen: 'mine', test: 'mine' } })
    const { exitCode, stdout } = await init()
    expect(exitCode).toBe(1)
    expect(stdout).toContain('keep     codegen.ts (exists, and differs; --force replaces it)\n')
    expect(stdout).toContain('keep     package.json (has another script codegen;')
    expect(await read('codegen.ts')).toBe('mine')
    expect(JSON.parse(await read('package.json')).scripts).toEqual({
      codegen: 'mine',
      test: 'mine',
    })
    const forced = await init('--force')
    expect(forced.exitCode).toBe(0)
    expect(forced.stdout).toContain('replace  codegen.ts')
    expect(await read('codegen.ts')).toContain('firstAmlCodegen')
    expect(JSON.parse(await read('package.json')).scripts).toMatchObject({
      codegen: 'firstaml codegen',
      test: 'mine',
    })
  })

  it('adds lines to files of the application, and changes none', async () => {
    await writeFile(join(folder, '.gitignore'), 'node_modules\n/.env')
    await writeFile(join(folder, '.env.example'), 'PORT=1\nFIRSTAML_CLIENT_ID=ours')
    await writeManifest({ name: 'app', type: 'module', scripts: { test: 'mine' }, last: 1 }, 4)
    await init()
    expect(await read('.gitignore')).toBe('node_modules\n/.env')
    const example = await read('.env.example')
    expect(example).toMatch(/^PORT=1\nFIRSTAML_CLIENT_ID=ours\n/)
    expect(example.match(/FIRSTAML_CLIENT_ID/g)).toHaveLength(1)
    expect(example).toContain('\nFIRSTAML_CLIENT_SECRET=\n')
    expect(await read('package.json')).toMatch(
      /^\{\n {4}"name"[\s\S]*"test": "mine",\n {8}"codegen"[\s\S]*"last": 1\n\}\n$/,
    )
  })

  it.each<readonly [string, object, readonly string[], RegExp]>([
    [
      'urql with React',
      { dependencies: { urql: '5', react: '19' } },
      ['codegen.ts', 'src/who-am-i.ts'],
      /from 'urql'/,
    ],
    [
      'gql.tada',
      { dependencies: { 'gql.tada': '1' } },
      ['src/graphql.ts', 'src/who-am-i.ts'],
      /graphql\(`/,
    ],
    ['nothing of the kind', {}, ['codegen.ts', 'src/who-am-i.graphql'], /query WhoAmI/],
  ])('sees %s in package.json', async (_what, dependencies, paths, first) => {
    await writeManifest({ name: 'app', type: 'module', ...dependencies })
    const { stdout } = await init('--json')
    const { files } = JSON.parse(stdout)
    expect(files.slice(0, 2)).toEqual(paths.map((path) => ({ path, action: 'create' })))
    expect(await read(paths[1] ?? '')).toMatch(first)
  })

  it('writes a CommonJS configuration where neither modules nor TypeScript are used', async () => {
    await writeManifest({ name: 'app' })
    await init()
    expect(await read('codegen.js')).toMatch(
      /^const \{ firstAmlCodegen \} = require\('firstaml-client\/codegen'\)\n/,
    )
    await writeManifest({ name: 'app', devDependencies: { typescript: '6' } })
    await init()
    expect(await read('codegen.ts')).toMatch(/^import /)
  })

  it.each([
    [{ packageManager: 'yarn@4.1.0' }, 'package-lock.json', 'yarn add --dev @graphql-codegen/cli'],
    [{}, 'pnpm-lock.yaml', 'pnpm add --save-dev @graphql-codegen/cli'],
    [{}, 'bun.lock', 'bun add --dev @graphql-codegen/cli'],
    [{}, 'package-lock.json', 'npm install --save-dev @graphql-codegen/cli'],
  ])('knows the package manager by %j and %s', async (manifest, lockFile, command) => {
    await writeManifest({ name: 'app', type: 'module', ...manifest })
    await writeFile(join(folder, lockFile), '')
    expect((await init('--dry-run', '--json')).stdout).toContain(command)
  })

  it('takes style, source and output from flags, and works from a folder below', async () => {
    await mkdir(join(folder, 'lib'))
    const { exitCode } = await runCli(
      ['init', '--style', 'tagged', '--source', 'lib', '--output', 'lib/api/types.ts'],
      { cwd: join(folder, 'lib') },
    )
    expect(exitCode).toBe(0)
    expect(await read('codegen.ts')).toContain("documents: 'lib/**/*.{ts,tsx}'")
    expect(await read('lib/who-am-i.ts')).toContain("from './api/types.js'")
  })

  it.each([
    [['--style', 'odd'], 'Allowed choices are graphql, tagged, gql-tada.'],
    [['--source', '../elsewhere'], '--source ../elsewhere must be a folder in the project'],
    [['--source', "src'"], 'must be a folder in the project'],
    [['--output', 'src/types.js'], '--output src/types.js must be a TypeScript file'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await init(...flags)
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
    expect(await readIfAny('codegen.ts')).toBeUndefined()
  })

  it('says that there is no project, or that its package.json is broken', async () => {
    await writeFile(join(folder, 'package.json'), '{')
    expect((await init()).stderr).toMatch(/package\.json is no JSON\. Correct it\.\n$/)
    await rm(join(folder, 'package.json'))
    const { exitCode, stderr } = await init()
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Run npm init, then this again.')
  })
})
