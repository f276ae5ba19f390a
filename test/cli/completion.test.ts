import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProgram } from '../support/programs.js'
import { runCli } from './rig.js'

const complete = async (...words: readonly string[]) => {
  const { stdout } = await runCli(['complete', '--', ...words])
  return stdout.split('\n').flatMap((line) => (line ? [line.split('\t')[0]] : []))
}

describe('firstaml complete', () => {
  it.each([
    [['who'], ['whoami']],
    [['comp'], ['completion']],
    [
      ['schema', ''],
      ['pull', 'check', 'help'],
    ],
    [['schema', 'check', '--fa'], ['--fail-on']],
    [
      ['schema', 'check', '--fail-on', ''],
      ['documents', 'breaking', 'dangerous', 'never'],
    ],
    [
      ['schema', 'check', '--fail-on', 'd'],
      ['documents', 'dangerous'],
    ],
    [['schema', 'check', '--format=g'], ['--format=github']],
    [['schema', 'check', '--format', '=', 'g'], ['github']],
    [
      ['schema', 'check', '--format', '='],
      ['human', 'json', 'github'],
    ],
    [['schema', 'check', '--snapshot', ''], []],
    [['schema', 'check', '--documents', 'a', 'b', '--js'], ['--json']],
    [
      ['token', '--'],
      ['--show', '--help', '--json', '--debug', '--version'],
    ],
    [
      ['--json', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['completion', 'bash', ''], []],
    [['sandbox', '--port', '1', '--rev'], ['--review']],
    [['sandbox', '--', '--'], []],
    [['nothing', ''], expect.arrayContaining(['whoami'])],
  ])('knows what %j can become', async (words, candidates) => {
    expect(await complete(...words)).toEqual(candidates)
  })

  it('lists every command, and not itself', async () => {
    const commands = await complete('')
    expect(commands).toContain('sandbox')
    expect(commands).not.toContain('complete')
  })

  it('says what each candidate is', async () => {
    const { stdout } = await runCli(['complete', '--', 'sandbox', '--rev'])
    expect(stdout).toBe('--review\tend with the go-live review of what was asked\n')
  })
})

/** A folder for PATH whose `firstaml` notes what it is asked and answers with two candidates. */
function fakeProgram(): string {
  const folder = mkdtempSync(join(tmpdir(), 'firstaml-completion-'))
  const script = `#!/bin/sh
for word in "$@"; do printf '[%s]' "$word"; done > '${folder}/asked'
printf 'pull\\twrites: the schema\\ncheck\\ttells\\n'
`
  writeFileSync(join(folder, 'firstaml'), script, { mode: 0o755 })
  return folder
}

/** What each shell is told in order to complete `firstaml schema `, and to print what it found. */
const shells = {
  bash: `source ./script
COMP_WORDS=(firstaml schema '') COMP_CWORD=2
_firstaml
printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { :; }
_describe() { print -l -- "\${(@P)2}" }
source ./script
words=(firstaml schema '') CURRENT=3
_firstaml`,
  fish: `source ./script
complete --do-complete 'firstaml schema '`,
}

describe('firstaml completion', () => {
  for (const [shell, commands] of Object.entries(shells)) {
    const program = findProgram(shell)
    it.skipIf(program === undefined)(`works in ${shell}`, async () => {
      const folder = fakeProgram()
      const { stdout } = await runCli(['completion', shell])
      writeFileSync(join(folder, 'script'), stdout)
      const { stdout: found, stderr } = spawnSync(shell, ['-c', `${commands}\ncat ./asked`], {
        cwd: folder,
        env: { ...process.env, HOME: folder, PATH: `${folder}:${process.env.PATH}` },
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(found).toMatch(/^pull/m)
      expect(found).toMatch(/^check/m)
      expect(found).toContain('[complete][--][schema][]')
    })
  }

  it('refuses a shell that it does not know', async () => {
    const { exitCode, stderr } = await runCli(['completion', 'dosshell'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Allowed choices are bash, zsh, fish.')
  })
})
