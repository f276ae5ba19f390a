// `webhooks verify` and `webhooks sign`, and what all of the webhook commands do with a key.
import { createHmac } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../folders.js'
import { type CliSetup, runCli } from '../rig.js'

const key = Buffer.from('a key of tests, not a secret').toString('base64')
const payload = '{"eventType":"CaseCreated","caseId":42,"officeKey":null}'
const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(payload).digest('base64')

function webhooks(argv: readonly string[], setup: CliSetup = {}) {
  return runCli(['webhooks', ...argv], {
    env: { FIRSTAML_WEBHOOK_KEY: key },
    stdin: payload,
    ...setup,
  })
}

describe('webhooks sign', { timeout: 30_000 }, () => {
  it('gives what x-faml-signature says of a payload on stdin', async () => {
    expect(await webhooks(['sign'])).toEqual({ exitCode: 0, stdout: `${signature}\n`, stderr: '' })
    expect((await webhooks(['sign', '-', '--json'])).stdout).toBe(
      `${JSON.stringify({ signature }, undefined, 2)}\n`,
    )
  })

  it('signs the bytes of a file as they are, its last line end included', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'exact'), payload)
    await writeFile(join(cwd, 'longer'), `${payload}\n`)
    expect((await webhooks(['sign', 'exact'], { cwd })).stdout).toBe(`${signature}\n`)
    expect((await webhooks(['sign', 'longer'], { cwd })).stdout).not.toBe(`${signature}\n`)
  })
})

describe('webhooks verify', { timeout: 30_000 }, () => {
  it('shows the event of a payload that verifies, with 0', async () => {
    const { exitCode, stdout } = await webhooks(['verify', '--signature', signature])
    expect([exitCode, stdout]).toEqual([
      0,
      'verified  {"eventType":"CaseCreated","caseId":"42","officeKey":null}\n',
    ])
    const json = await webhooks(['verify', '--signature', signature, '--json'])
    expect(JSON.parse(json.stdout)).toMatchObject({ verified: true, event: { caseId: '42' } })
  })

  it('takes any of two keys while one replaces the other', async () => {
    const other = Buffer.from('another key').toString('base64')
    const env = { FIRSTAML_WEBHOOK_KEY: `${other} ${key}` }
    expect((await webhooks(['verify', '--signature', signature], { env })).exitCode).toBe(0)
  })

  it.each([
    ['another payload', { stdin: `${payload} ` }, signature, 'webhook_signature_mismatch'],
    ['no Base64', {}, 'not a signature', 'webhook_signature_malformed'],
    ['a signature of another length', {}, 'AAAA', 'webhook_signature_length'],
  ])('exits with 1 for %s', async (_what, setup, given, code) => {
    const plain = await webhooks(['verify', '--signature', given], setup)
    expect([plain.exitCode, plain.stdout]).toEqual([1, ''])
    const json = await webhooks(['verify', '--signature', given, '--json'], setup)
    expect(json.exitCode).toBe(1)
    expect(JSON.parse(json.stdout)).toMatchObject({ verified: false, code })
  })

  it('exits with 2 without a signature, without a payload, and for one that is far too large', async () => {
    const lacking = await webhooks(['verify'])
    expect([lacking.exitCode, lacking.stderr]).toEqual([2, expect.stringContaining('--signature')])
    const typed = await webhooks(['verify', '--signature', signature], { isTTY: true })
    expect([typed.exitCode, typed.stderr]).toEqual([2, expect.stringContaining('No payload')])
    const large = await webhooks(['sign'], { stdin: ' '.repeat(16 * 1_048_576 + 1) })
    expect([large.exitCode, large.stderr]).toEqual([
      2,
      expect.stringContaining('larger than 16 MB'),
    ])
  })
})

describe('the key', { timeout: 30_000 }, () => {
  it('comes from a file as well', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'key'), `${key}\n`)
    const setup = { cwd, env: {} }
    expect((await webhooks(['sign', '--key-file', 'key'], setup)).stdout).toBe(`${signature}\n`)
  })

  it.each([['sign'], ['verify', '--signature', signature], ['listen', '--port', '0']])(
    'that is missing or unusable ends %s with 2, and is not repeated',
    async (...argv) => {
      const missing = await webhooks(argv, { env: {} })
      expect(missing.exitCode).toBe(2)
      expect(missing.stderr).toMatch(/^firstaml: FIRSTAML_WEBHOOK_KEY is not set\./)
      const broken = await webhooks(argv, { env: { FIRSTAML_WEBHOOK_KEY: 'marked!' } })
      expect(broken.exitCode).toBe(2)
      expect(broken.stderr).toMatch(
        /^firstaml: FIRSTAML_WEBHOOK_KEY holds a key that is not Base64/,
      )
      expect(broken.stderr).not.toContain('marked')
    },
  )

  it('is no argument of any command', async () => {
    for (const argv of [['sign'], ['verify', '--signature', signature], ['listen']]) {
      const { exitCode, stderr } = await webhooks([...argv, '--key', key])
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining("unknown option '--key'")])
      expect(stderr).not.toContain(key)
    }
  })
})
