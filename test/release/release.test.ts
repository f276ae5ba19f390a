// A release on a copy of what it touches, in a git repository of its own.

import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { installProgram, type Program } from '../support/program.js'

const root = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)

let setVersion: Program
let checkRelease: Program
let copy: string

beforeAll(async () => {
  ;[setVersion, checkRelease] = await Promise.all([
    installProgram('scripts/set-version.ts'),
    installProgram('scripts/check-release.ts'),
  ])
}, 60_000)
afterAll(() => Promise.all([setVersion.remove(), checkRelease.remove()]))

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'firstaml-release-'))
  for (const path of [
    ...['package.json', 'package-lock.json', 'CHANGELOG.md', 'src/base/version.ts'],
    'examples/node-service/package.json',
  ]) {
    mkdirSync(join(copy, path, '..'), { recursive: true })
    cpSync(join(root, path), join(copy, path))
  }
  mkdirSync(join(copy, '.changeset'))
  cpSync(join(root, '.changeset', 'config.json'), join(copy, '.changeset', 'config.json'))
  run('git', ['init', '--quiet', '--initial-branch', 'main'])
  run('git', ['add', '.'])
  commit('Begin')
})

afterEach(() => rmSync(copy, { recursive: true }))

it('makes version and changelog of the changes, everywhere at once', () => {
  const before = read('package.json').version
  addChange('minor', 'The client sings.')
  makeVersion()

  const { version } = read('package.json')
  const [major, minor] = before.split('.').map(Number)
  expect(version).toBe(`${major}.${Number(minor) + 1}.0`)
  expect(read('package-lock.json').version).toBe(version)
  expect(read('package-lock.json').packages[''].version).toBe(version)
  expect(text('src/base/version.ts')).toContain(`version = '${version}'`)
  expect(read('examples/node-service/package.json').dependencies['firstaml-client']).toBe(
    `^${version}`,
  )
  const changelog = text('CHANGELOG.md')
  expect(changelog).toMatch(/^# Changes\n/)
  expect(changelog).toContain('The client sings.')
  expect(changelog.indexOf(`## ${version}`)).toBeLessThan(changelog.indexOf(`## ${before}`))
  expect(readdirSync(join(copy, '.changeset'))).toEqual(['config.json'])
}, 60_000)

it('is refused while changes have no version, the tag is another or the repository is not named', () => {
  addChange('patch', 'The client hums.')
  expect(check({ GITHUB_REF_NAME: 'v9.9.9', GITHUB_REPOSITORY: 'acme/firstaml-client' })).toEqual([
    '1 changes have no version yet: npm run version, and commit',
    `the tag is v9.9.9, and package.json says ${read('package.json').version}`,
    '"repository" of package.json must name https://github.com/acme/firstaml-client',
  ])
}, 60_000)

it('goes ahead when the tag is the version and the repository is named', () => {
  addChange('patch', 'The client hums.')
  makeVersion()
  const manifest = read('package.json')
  const url = 'git+https://github.com/acme/firstaml-client.git'
  writeFileSync(join(copy, 'package.json'), JSON.stringify({ ...manifest, repository: { url } }))
  expect(
    check({
      GITHUB_REF_NAME: `v${manifest.version}`,
      GITHUB_REPOSITORY: 'acme/firstaml-client',
    }),
  ).toEqual([])
}, 60_000)

function addChange(bump: string, sentence: string): void {
  writeFileSync(
    join(copy, '.changeset', 'a-change.md'),
    `---\n"firstaml-client": ${bump}\n---\n\n${sentence}\n`,
  )
  run('git', ['add', '.'])
  commit('Change')
}

function makeVersion(): void {
  run(process.execPath, [require.resolve('@changesets/cli/bin.js'), 'version'])
  run(process.execPath, [setVersion.file])
}

/** @returns what it complains about. */
function check(env: Record<string, string>): readonly string[] {
  const { stderr } = spawnSync(process.execPath, [checkRelease.file], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return stderr.split('\n').filter((line) => line !== '')
}

function commit(message: string): void {
  const nobody = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.test']
  run('git', [...nobody, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', message])
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, [...args], { cwd: copy, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`)
}

function text(path: string): string {
  return readFileSync(join(copy, path), 'utf8')
}

function read(path: string) {
  return JSON.parse(text(path))
}
