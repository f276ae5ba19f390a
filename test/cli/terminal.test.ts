// What people see: the program itself, in a real terminal.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { installProgram, type Program } from '../support/program.js'
import { openTerminal, type Terminal, terminalProgram } from '../support/terminal.js'

describe.skipIf(terminalProgram === undefined)('in a terminal', { timeout: 90_000 }, () => {
  let program: Program
  let firstaml: string
  let folder: string
  let terminal: Terminal
  beforeAll(async () => {
    program = await installProgram('src/cli/bin.ts')
    firstaml = `${process.execPath} ${program.file}`
  }, 60_000)
  afterAll(() => program.remove())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstaml-terminal-'))
    await writeFile(join(folder, 'package.json'), '{ "name": "app", "type": "module" }\n')
    const env = {
      FIRSTAML_TOKEN_STORE: join(folder, 'tokens'),
      CI: '',
    }
    terminal = await openTerminal({ cwd: folder, env })
  })
  afterEach(async () => {
    await terminal.close()
    await rm(folder, { recursive: true })
  })

  const type = (line: string) => terminal.press(line, 'Enter')

  it('shows colours, and none into a pipe', async () => {
    await type(`${firstaml} doctor; ${firstaml} doctor | cat`)
    await terminal.shows(
      /fail {2}credentials[\s\S]*skip {2}scopes[\s\S]*fail {2}credentials[\s\S]*skip {2}scopes/,
    )
    const lines = (await terminal.coloredScreen())
      .split('\n')
      .filter((line) => line.includes('are not set'))
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('\u001b[31mfail')
    expect(lines[1]).toMatch(/^fail {2}credentials: /)
  })

  it('ends a sandbox by Ctrl-C, with its review and its code', async () => {
    await type(`${firstaml} sandbox --review; echo "code $?"`)
    await terminal.shows('FIRSTAML_BASE_URL=http://127.0.0.1:')
    await terminal.press('C-c')
    await terminal.shows(/Go-live review: NOTHING SEEN[\s\S]*code 1/)
    expect(await terminal.screen()).not.toContain('    at ')
  })

  it('does not print a token', async () => {
    const offline = 'FIRSTAML_CLIENT_ID=a FIRSTAML_CLIENT_SECRET=b'
    await type(`${offline} ${firstaml} token; echo "code $?"`)
    await terminal.shows(/firstaml: A token is not printed onto a terminal\.[\s\S]*code 2/)
  })

  it('asks in init, and does what is answered', async () => {
    await type(`${firstaml} init; echo "code $?"`)
    await terminal.shows('Where do you write your queries?')
    await terminal.press('Down', 'Enter')
    await terminal.shows('In which folder are your sources?')
    await terminal.press('C-u', 'lib', 'Enter')
    await terminal.shows('Where are the generated types to go?')
    await terminal.press('Enter')
    await terminal.shows('Shall I write this?')
    expect(await terminal.screen()).toContain('create   codegen.ts')
    await terminal.press('Enter')
    await terminal.shows(/Next:[\s\S]*code 0/)
    expect(await readFile(join(folder, 'codegen.ts'), 'utf8')).toContain(
      "documents: 'lib/**/*.{ts,tsx}'",
    )
  })

  it('asks before it replaces what is there, and writes nothing at Ctrl-C', async () => {
    await writeFile(join(folder, 'codegen.ts'), 'mine')
    await type(
      `${firstaml} init --style graphql --source src --output src/types.ts; echo "code $?"`,
    )
    await terminal.shows('These exist and differ. Which may be replaced?')
    await terminal.press('C-c')
    await terminal.shows('code 130')
    expect(await readFile(join(folder, 'codegen.ts'), 'utf8')).toBe('mine')
    await expect(readFile(join(folder, '.gitignore'))).rejects.toThrow('ENOENT')
  })
})
