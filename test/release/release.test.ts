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
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installProgram, type Program } from '../support/program.js'

const root = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)

let setVersion: Program
let checkRelease: Program
let folder: string
/** What a release touches, with a change that has no version yet. */
let changed: string
/** The same after `npm run version`, which takes the longest here. */
let versioned: string

beforeAll(async () => {
  ;[setVersion, checkRelease] = await Promise.all([
    installProgram('scripts/set-version.ts'),
    installProgram('scripts/check-release.ts'),
  ])
  folder = mkdtempSync(join(tmpdir(), 'firstaml-release-'))
  changed = join(folder, 'changed')
  for (const path of [
    ...['package.json', 'package-lock.json', 'CHANGELOG.md', 'src/base/version.ts'],
    ...['examples/node-service/package.json', '.changeset/config.json'],
  ]) {
    mkdirSync(join(changed, path, '..'), { recursive: true })
    cpSync(join(root, path), join(changed, path))
  }
  writeFileSync(
    join(changed, '.changeset', 'a-change.md'),
    '---\n"firstaml-client": minor\n---\n\nThe client sings.\n',
  )
  run(changed, 'git', ['init', '--quiet', '--initial-branch', 'main'])
  run(changed, 'git', ['add', '.'])
  commit(changed)
  versioned = join(folder, 'versioned')
  cpSync(changed, versioned, { recursive: true })
  run(versioned, process.execPath, [require.resolve('@changesets/cli/bin.js'), 'version'])
  run(versioned, process.execPath, [setVersion.file])
}, 60_000)
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await Promise.all([setVersion.remove(), checkRelease.remove()])
})

it('makes version and changelog of the changes, everywhere at once', () => {
  const before = read(changed, 'package.json').version
  const { version } = read(versioned, 'package.json')
  const [major, minor] = before.split('.').map(Number)
  expect(version).toBe(`${major}.${Number(minor) + 1}.0`)
  expect(read(versioned, 'package-lock.json').version).toBe(version)
  expect(read(versioned, 'package-lock.json').packages[''].version).toBe(version)
  expect(text(versioned, 'src/base/version.ts')).toContain(`version = '${version}'`)
  const example = read(versioned, 'examples/node-service/package.json')
  expect(example.dependencies['firstaml-client']).toBe(`^${version}`)
  const changelog = text(versioned, 'CHANGELOG.md')
  expect(changelog).toMatch(/^# Changes\n/)
  expect(changelog).toContain('The client sings.')
  expect(changelog.indexOf(`## ${version}`)).toBeLessThan(changelog.indexOf(`## ${before}`))
  expect(readdirSync(join(versioned, '.changeset'))).toEqual(['config.json'])
})

it('is refused while changes have no version, the tag is another or the repository is not named', () => {
  const { version } = read(changed, 'package.json')
  expect(
    check(changed, { GITHUB_REF_NAME: 'v9.9.9', GITHUB_REPOSITORY: 'acme/firstaml-client' }),
  ).toEqual([
    '1 changes have no version yet: npm run version, and commit',
    `the tag is v9.9.9, and package.json says ${version}`,
    '"repository" of package.json must name https://github.com/acme/firstaml-client',
  ])
})

it('goes ahead when the tag is the version and the repository is named', () => {
  const manifest = read(versioned, 'package.json')
  const url = 'git+https://github.com/acme/firstaml-client.git'
  writeFileSync(
    join(versioned, 'package.json'),
    JSON.stringify({ ...manifest, repository: { url } }),
  )
  expect(
    check(versioned, {
      GITHUB_REF_NAME: `v${manifest.version}`,
      GITHUB_REPOSITORY: 'acme/firstaml-client',
    }),
  ).toEqual([])
})

/** @returns what it complains about. */
function check(cwd: string, env: Record<string, string>): readonly string[] {
  const { stderr } = spawnSync(process.execPath, [checkRelease.file], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  return stderr.split('\n').filter((line) => line !== '')
}

function commit(cwd: string): void {
  const nobody = ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.test']
  const args = [...nobody, '-c', 'commit.gpgsign=false', 'commit', '--quiet', '--message', 'Begin']
  run(cwd, 'git', args)
}

function run(cwd: string, program: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(program, [...args], { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`)
}

function text(cwd: string, path: string): string {
  return readFileSync(join(cwd, path), 'utf8')
}

function read(cwd: string, path: string) {
  return JSON.parse(text(cwd, path))
}
