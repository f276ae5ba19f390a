import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listExamples } from '../../scripts/examples.js'
import { prepared } from './project.js'
import { repository, runIn } from './run-in.js'

const read = (path: string) => readFileSync(join(repository, 'examples', path), 'utf8')

it('lists each example once, and leads to it', async () => {
  const listed = [...read('README.md').matchAll(/^\| \[`(.+?)`\]\((.+?)\)/gm)]
  expect(listed.map(([, name]) => name).sort()).toEqual([...(await listExamples())].sort())
  for (const [, name, target] of listed) expect(target).toBe(name)
  for (const [, target = ''] of read('README.md').matchAll(/\]\((.+?)\)/g)) {
    expect(existsSync(join(repository, 'examples', target)), target).toBe(true)
  }
})

it('names in the README of an example only scripts that it has', async () => {
  for (const name of await listExamples()) {
    if (!existsSync(join(repository, 'examples', name, 'README.md'))) continue
    const { scripts } = JSON.parse(read(join(name, 'package.json')))
    const named = [...read(join(name, 'README.md')).matchAll(/npm (?:run )?(\w+)/g)]
      .map(([, script = '']) => script)
      .filter((script) => script !== 'install')
    expect(named).not.toEqual([])
    for (const script of named) expect(scripts, `${name}: ${script}`).toHaveProperty(script)
  }
})

it('runs one by the command it gives, and leaves nothing behind', async () => {
  const [, command = ''] = /npm run example ([\w-]+)/.exec(read('README.md')) ?? []
  expect(await listExamples()).toContain(command)
  const { tarball } = await prepared('packed')
  const temporary = await mkdtemp(join(tmpdir(), 'firstaml-readme-'))
  const output = await runIn(
    repository,
    'npm',
    ['run', '--silent', 'example', 'nightly-export', '--', '--tarball', tarball],
    { TMPDIR: temporary },
  )
  expect(output).toContain('"event":"done","cases":16,"owed":0')
  expect((await readdir(temporary)).filter((entry) => entry.startsWith('firstaml'))).toEqual([])
  await rm(temporary, { recursive: true })
}, 120_000)

it('tells the names when it is asked for none', async () => {
  const names = (await listExamples()).join(', ')
  await expect(runIn(repository, 'npm', ['run', 'example'])).rejects.toThrow(names)
}, 60_000)
