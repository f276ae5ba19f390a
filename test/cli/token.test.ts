import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { environmentOf, runCli } from './rig.js'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox()
})
afterAll(() => sandbox.close())

describe('firstaml token', { timeout: 30_000 }, () => {
  it('prints a token that works, and nothing else', async () => {
    const { exitCode, stdout, stderr } = await runCli(['token'], { env: environmentOf(sandbox) })
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^\S+\n$/)
    const answer = await fetch(sandbox.graphqlUrl, {
      method: 'POST',
      headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' },
      body: '{"query":"{ me { apiClientId } }"}',
    })
    expect(answer.status).toBe(200)
  })

  it('prints none onto a terminal, and asks for none, unless told to', async () => {
    const env = environmentOf(sandbox)
    const before = sandbox.requestCounts.token
    for (const flags of [[], ['--json']]) {
      const { exitCode, stdout, stderr } = await runCli(['token', ...flags], { env, isTTY: true })
      expect([exitCode, stdout]).toEqual([2, ''])
      expect(stderr).toContain('add --show.')
    }
    expect(sandbox.requestCounts.token).toBe(before)
    expect((await runCli(['token', '--show'], { env, isTTY: true })).stdout).toMatch(/^eyJ\S+\n$/)
  })

  it('gives one token to jobs that run one after the other', async () => {
    const env = environmentOf(sandbox)
    const first = await runCli(['token'], { env })
    const second = await runCli(['token', '--json'], { env })
    expect(JSON.parse(second.stdout)).toMatchObject({ accessToken: first.stdout.trim() })
  })

  it.each(['/dev/null', '/proc/firstaml/tokens'])(
    'says what is wrong with %s as folder for tokens, and goes on without',
    async (folder) => {
      const env = { ...environmentOf(sandbox), FIRSTAML_TOKEN_STORE: folder }
      const { exitCode, stdout, stderr } = await runCli(['token'], { env })
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/^eyJ/)
      expect(stderr).toMatch(/^The token is not shared with later runs\. /)
    },
  )
})
