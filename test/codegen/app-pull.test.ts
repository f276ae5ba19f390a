// The option `pull`: an application's configuration pulls the schema before it generates.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { runHere } from './app-rig.js'
import { createProject, type Project, smallSchema } from './support.js'

let sandbox: Sandbox
let project: Project

beforeAll(async () => {
  sandbox = await createSandbox({ schema: smallSchema })
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  project = await createProject()
  await project.write('src/mine.graphql', 'query Mine { me { apiClientId } }')
  return async () => {
    vi.unstubAllEnvs()
    await project.remove()
  }
})
afterEach(() => sandbox.revokeTokens())

const fromEnvironment = { schema: 'own/schema.graphql', pull: true }
const setEnvironment = ({ url, credentials }: Pick<Sandbox, 'url' | 'credentials'>) => {
  vi.stubEnv('FIRSTAML_CLIENT_ID', credentials.clientId)
  vi.stubEnv('FIRSTAML_CLIENT_SECRET', credentials.clientSecret)
  vi.stubEnv('FIRSTAML_BASE_URL', url)
}
const snapshot = () => project.readFile('own/schema.graphql')

describe('a configuration pulls', { timeout: 120_000 }, () => {
  it('with the credentials of the environment, and says what it found', async () => {
    setEnvironment(sandbox)
    const first = await runHere(project, fromEnvironment)
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toMatch(
      /^Schema: changed \(own\/schema\.graphql; as text, http:\/\/127\.0\.0\.1:\d+\/graphql\/\?sdl\)\.\nWrote out\//,
    )
    const pulled = await snapshot()
    expect(pulled).toContain('# sha256: ')
    expect(await project.readFile('out/operations.ts')).toContain('export const MineDocument')
    const second = await runHere(project, fromEnvironment)
    expect(second.stdout).toMatch(/^Schema: unchanged since [\d-]+ \(/)
    expect(await snapshot()).toBe(pulled)
  })

  it('with options of its own, whatever the environment says', async () => {
    vi.stubEnv('FIRSTAML_CLIENT_ID', 'somebody-else')
    const pull = { baseUrl: sandbox.url, ...sandbox.credentials }
    const run = await runHere(project, { schema: 'own/schema.graphql', pull })
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await snapshot()).toContain('type Me {')
  })

  it('without credentials generates from the file as it stands, and says so', async () => {
    vi.stubEnv('FIRSTAML_CLIENT_ID', '')
    vi.stubEnv('FIRSTAML_CLIENT_SECRET', '')
    const none = await runHere(project, fromEnvironment)
    expect(none).toEqual({
      exitCode: 1,
      stdout: '',
      stderr:
        'There is no schema file own/schema.graphql. Set FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET to pull it from First AML.\n',
    })
    await project.write('own/schema.graphql', smallSchema)
    const run = await runHere(project, fromEnvironment)
    expect(run).toMatchObject({ exitCode: 0, stderr: '' })
    expect(run.stdout).toContain(
      'Schema: own/schema.graphql as it stands, since FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set.\n',
    )
    expect(await snapshot()).toBe(smallSchema)
  })

  it('does not pull to check, since nothing may be written then', async () => {
    setEnvironment(sandbox)
    await project.write('own/schema.graphql', smallSchema)
    const before = sandbox.requestCounts.token
    await runHere(project, fromEnvironment, ['--check'])
    expect(sandbox.requestCounts.token).toBe(before)
    expect(await snapshot()).toBe(smallSchema)
  })

  it.each([
    [
      'credentials that are refused',
      () =>
        setEnvironment({ ...sandbox, credentials: { clientId: 'nobody', clientSecret: 'wrong' } }),
      /401.*FIRSTAML_CLIENT_ID/,
    ],
    [
      'one credential without the other',
      () => vi.stubEnv('FIRSTAML_CLIENT_ID', 'alone'),
      /^FIRSTAML_CLIENT_ID is set, but FIRSTAML_CLIENT_SECRET is not\./,
    ],
    [
      'an address that is no address',
      () => setEnvironment({ ...sandbox, url: 'nowhere' }),
      /FIRSTAML_BASE_URL/,
    ],
  ])('%s: one line, nothing generated, the schema as it was', async (_what, prepare, message) => {
    vi.stubEnv('FIRSTAML_CLIENT_SECRET', '')
    prepare()
    await project.write('own/schema.graphql', smallSchema)
    const { exitCode, stdout, stderr } = await runHere(project, fromEnvironment)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(message)
    expect(stderr).toMatch(/^[^\n]+\n$/)
    expect(await snapshot()).toBe(smallSchema)
    expect(await project.readFile('out/operations.ts')).toBeUndefined()
  })
})
