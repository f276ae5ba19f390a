// What people see while something is under way, in a real terminal: tmux draws it, and is read.
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { findProgram } from '../support/programs.js'
import { makeFolder, readFolder } from './folders.js'
import { environmentOf } from './rig.js'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '../..')
const tmux = findProgram('tmux')

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await createSandbox({ cases: 700 })
})
afterAll(() => sandbox.close())

const nextPage = { kind: 'graphql', operation: 'NextPageOfCases' } as const

/** A terminal of 80 by 24 with a shell in it. */
async function openTerminal(folder: string) {
  const socket = join(folder, 'tmux')
  const call = (...argv: string[]) => execute('tmux', ['-S', socket, '-f', '/dev/null', ...argv])
  const env = {
    ...process.env,
    ...environmentOf(sandbox),
    CI: '',
    PS1: '$ ',
    TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'),
  }
  const server = spawn(
    'tmux',
    ['-S', socket, '-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', 'sh'],
    { cwd: folder, env, stdio: 'ignore' },
  )
  await new Promise((resolve) => server.on('exit', resolve))
  const screen = async () => (await call('capture-pane', '-p')).stdout.trimEnd()
  return {
    type: (text: string) => call('send-keys', text, 'Enter'),
    press: (name: string) => call('send-keys', name),
    screen,
    /** Looks until something is to be seen. */
    see: async (pattern: RegExp) => {
      for (let looks = 0; looks < 2_000; looks++) {
        const shown = await screen()
        if (pattern.test(shown)) return shown
        await new Promise((go) => setTimeout(go, 10))
      }
      throw new Error(`${pattern} is not on the screen:\n${await screen()}`)
    },
    close: () => call('kill-server').catch(() => {}),
  }
}

describe.skipIf(tmux === undefined)('in a terminal', { timeout: 60_000 }, () => {
  const firstaml = `node --import ${import.meta.resolve('tsx')} ${join(root, 'src/cli/bin.ts')}`

  it('an export shows how far it is on one line, and Ctrl-C takes that away', async () => {
    const folder = await makeFolder()
    const terminal = await openTerminal(folder)
    try {
      sandbox.faults.next({ ...nextPage, count: 3, fault: { type: 'delay', ms: 150 } })
      sandbox.faults.next({ ...nextPage, fault: { type: 'delay', ms: 600_000 } })
      await terminal.type(`clear; ${firstaml} cases export -o a.csv --max 600; echo "code $?"`)
      const under = await terminal.see(/^\[#+\.+\] [234]00 cases, changed up to \d{4}-/m)
      expect(under.match(/cases, changed/g)).toHaveLength(1)
      await terminal.see(/\[#+\.+\] 300 cases/)
      // The fourth page is here too; only with what comes after it would it have been shown.
      await terminal.press('C-c')
      const ended = await terminal.see(/^code 130$/m)
      expect(ended).not.toContain('changed up to')
      expect(ended.replaceAll('\n', '')).toContain('400 cases are in')
      await terminal.type(`clear; ${firstaml} cases export -o a.csv --max 600; echo "code $?"`)
      const done = await terminal.see(/^code 0$/m)
      expect(done).toContain('Going on after 400 cases.')
      expect(done).not.toContain('changed up to')
      const { 'a.csv': table } = await readFolder(folder)
      expect(table?.split('\r\n')).toHaveLength(602)
    } finally {
      await terminal.close()
    }
  })

  it('shows no progress in a file, and no colours', async () => {
    const folder = await makeFolder()
    const terminal = await openTerminal(folder)
    try {
      await terminal.type(
        `${firstaml} cases export -o b.csv 2> errors; ${firstaml} files download 1001 --to f > out 2>> errors; echo "code $?"`,
      )
      await terminal.see(/^code 0$/m)
      const { errors, out } = await readFolder(folder)
      expect(errors).toMatch(/^700 cases in \S+b\.csv\.\n5 saved\. They are in \S+f\.\n$/)
      expect(out).not.toContain('\u001b')
    } finally {
      await terminal.close()
    }
  })
})
