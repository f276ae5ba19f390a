// What docs/sandbox.md shows in other languages, to the letter, against a sandbox on a socket.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { findProgram } from '../support/programs.js'
import { closeSandboxes, startSandbox } from './support.js'

const execute = promisify(execFile)
const page = readFileSync(join(import.meta.dirname, '../../docs/sandbox.md'), 'utf8')
const python = findProgram('python3')
const curl = findProgram('curl')

/** The code blocks of the page in a language. */
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code = '']) => code,
  )

afterEach(closeSandboxes)

describe('the page about using the sandbox', () => {
  it.skipIf(python === undefined)(
    'has a suite in Python that passes',
    async () => {
      const sandbox = await startSandbox({ control: true })
      const [code = ''] = blocks('python')
      const env = { ...process.env, ...sandbox.env }
      // unittest writes its report to stderr.
      const { stderr } = await execute('python3', ['-W', 'error', '-c', code], { env })
      expect(stderr).toMatch(/Ran 2 tests[\s\S]*OK/)
      expect(sandbox.faults.unused()).toEqual([])
      expect(sandbox.review().items.find(({ id }) => id === 'user-agent')?.verdict).toBe('pass')
    },
    30_000,
  )

  it.skipIf(curl === undefined)(
    'has lines for curl that ask who it is',
    async () => {
      const sandbox = await startSandbox()
      const code = blocks('bash').find((text) => text.startsWith('TOKEN=')) ?? ''
      const env = { ...process.env, ...sandbox.env }
      const { stdout } = await execute('bash', ['-c', code], { env })
      expect(JSON.parse(stdout)).toEqual({
        data: { me: { apiClientId: 'sandbox-client-id@clients' } },
      })
    },
    30_000,
  )
})
