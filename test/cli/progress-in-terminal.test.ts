// What people see while something is under way, in a real terminal: tmux draws it, and is read.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { installProgram, type Program } from '../support/program.js'
import { openTerminal, type Terminal, terminalProgram } from '../support/terminal.js'
import { makeFolder, readFolder } from './folders.js'
import { environmentOf } from './rig.js'

let program: Program
let sandbox: Sandbox
beforeAll(async () => {
  program = await installProgram('src/cli/bin.ts')
  sandbox = await createSandbox({ cases: 700 })
}, 60_000)
afterAll(async () => {
  await sandbox.close()
  await program.remove()
})

const nextPage = { kind: 'graphql', operation: 'NextPageOfCases' } as const

async function openIn(folder: string): Promise<Terminal> {
  return openTerminal({ cwd: folder, env: { ...environmentOf(sandbox), CI: '' } })
}

const firstaml = () => `${process.execPath} ${program.file}`

describe.skipIf(terminalProgram === undefined)('in a terminal', { timeout: 60_000 }, () => {
  it('an export shows how far it is on one line, and Ctrl-C takes that away', async () => {
    const folder = await makeFolder()
    const terminal = await openIn(folder)
    try {
      sandbox.faults.next({ ...nextPage, count: 3, fault: { type: 'delay', ms: 150 } })
      sandbox.faults.next({ ...nextPage, fault: { type: 'delay', ms: 600_000 } })
      await terminal.press(
        `clear; ${firstaml()} cases export -o a.csv --max 600; echo "code $?"`,
        'Enter',
      )
      await terminal.shows(/^\[#+\.+\] [234]00 cases, changed up to \d{4}-/m)
      const under = await terminal.screen()
      expect(under.match(/cases, changed/g)).toHaveLength(1)
      await terminal.shows(/\[#+\.+\] 300 cases/)
      // The fourth page is here too; only with what comes after it would it have been shown.
      await terminal.press('C-c')
      await terminal.shows(/^code 130$/m)
      const ended = await terminal.screen()
      expect(ended).not.toContain('changed up to')
      expect(ended.replaceAll('\n', '')).toContain('400 cases are in')
      await terminal.press(
        `clear; ${firstaml()} cases export -o a.csv --max 600; echo "code $?"`,
        'Enter',
      )
      await terminal.shows(/^code 0$/m)
      const done = await terminal.screen()
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
    const terminal = await openIn(folder)
    try {
      await terminal.press(
        `${firstaml()} cases export -o b.csv 2> errors; ${firstaml()} files download 1001 --to f > out 2>> errors; echo "code $?"`,
        'Enter',
      )
      await terminal.shows(/^code 0$/m)
      const { errors, out } = await readFolder(folder)
      expect(errors).toMatch(/^700 cases in \S+b\.csv\.\n5 saved\. They are in \S+f\.\n$/)
      expect(out).not.toContain('\u001b')
    } finally {
      await terminal.close()
    }
  })
})
