// `npm start`, a process of its own: as a newcomer runs it, without credentials; and with them, its
// program alone, since npm and the compiler do what they did before.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.js'
import { installProgram } from '../support/program.js'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')

const run = async (program: string, args: readonly string[], env: Record<string, string> = {}) => {
  const { FIRSTAML_CLIENT_ID: _, FIRSTAML_CLIENT_SECRET: __, ...clean } = process.env
  try {
    const { stdout } = await execute(program, [...args], { cwd: root, env: { ...clean, ...env } })
    return { code: 0, output: stdout }
  } catch (error) {
    const { code = 1, stdout = '' } = error as { code?: number; stdout?: string }
    return { code, output: stdout }
  }
}

describe('npm start', () => {
  it('tells the whole story against the embedded sandbox and leaves the snapshot alone', async () => {
    const before = readFileSync(join(root, 'graphql', 'schema.graphql'), 'utf8')
    const { code, output } = await run('npm', ['start', '--silent'])

    expect(code).toBe(0)
    expect(output).toContain('the embedded sandbox plays First AML')
    expect(output).toMatch(/A token came from http:\/\/127\.0\.0\.1:\d+\/oauth\/token/)
    expect(output).toContain('it lives for 24 h')
    expect(output).toContain('MeDocument')
    expect(output).toMatch(/Organization +organizationId +Office +officeId/)
    expect(output).toContain('The API answered 401 (invalid_token)')
    expect(output).toContain('The query was sent again with the new token: 200')
    expect(output).toContain('Token requests of the client in all: 2')
    expect(readFileSync(join(root, 'graphql', 'schema.graphql'), 'utf8')).toBe(before)
  }, 60_000)

  it('talks to the host of the environment when there are credentials in it', async () => {
    const sandbox = await createSandbox()
    const program = await installProgram('scripts/start.ts')
    const { code, output } = await run(process.execPath, [program.file], {
      FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
      FIRSTAML_CLIENT_SECRET: 'wrong-secret-of-nobody',
      FIRSTAML_BASE_URL: sandbox.url,
    })
    await sandbox.close()
    await program.remove()

    expect(code).toBe(1)
    expect(output).toContain('First AML itself answers')
    expect(output).toContain('FIRSTAML_CLIENT_SECRET')
    expect(output).not.toContain('wrong-secret-of-nobody')
    expect(sandbox.requestCounts.token).toBe(1)
  }, 60_000)
})
