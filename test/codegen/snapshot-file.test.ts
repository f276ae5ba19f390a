import { mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { stageFile } from '../../src/codegen/snapshot-file.js'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'firstaml-file-'))
})
afterEach(() => rm(directory, { recursive: true }))

it('shows the old text until the new one is whole', async () => {
  const path = join(directory, 'a.txt')
  await writeFile(path, 'old')
  const staged = await stageFile(path, 'new')
  expect(await readFile(path, 'utf8')).toBe('old')
  await staged.commit()
  expect(await readFile(path, 'utf8')).toBe('new')
  expect(await readdir(directory)).toEqual(['a.txt'])
})

it('leaves nothing behind when it is discarded, or cannot take the place of the old one', async () => {
  const path = join(directory, 'a.txt')
  await (await stageFile(path, 'new')).discard()
  expect(await readdir(directory)).toEqual([])

  const staged = await stageFile(path, 'new')
  const inTheWay = await stageFile(join(path, 'b.txt'), 'b')
  await inTheWay.commit()
  await expect(staged.commit()).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readdir(directory)).toEqual(['a.txt'])
})

it('replaces what a symbolic link points to, not the link', async () => {
  await writeFile(join(directory, 'real.txt'), 'old')
  await symlink('real.txt', join(directory, 'link.txt'))
  const staged = await stageFile(join(directory, 'link.txt'), 'new')
  await staged.commit()
  expect(await readlink(join(directory, 'link.txt'))).toBe('real.txt')
  expect(await readFile(join(directory, 'real.txt'), 'utf8')).toBe('new')
})
