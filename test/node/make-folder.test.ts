import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolder } from '../../src/node/make-folder.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a folder', () => {
  it('is there with all above it, each with the mode that was asked for', async () => {
    await makeFolder(join(folder, 'a/b/c'), 0o700)
    for (const name of ['a', 'a/b', 'a/b/c']) {
      expect((await stat(join(folder, name))).mode & 0o7777).toBe(0o700)
    }
  })

  it('may be there already, by itself or by a link, or be made by others meanwhile', async () => {
    await symlink(folder, join(folder, 'link'))
    await makeFolder(join(folder, 'link'))
    const path = join(folder, 'link/a/b/c')
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(path)))
    await makeFolder(path)
    await makeFolder('/')
    expect((await stat(path)).isDirectory()).toBe(true)
  })

  it('is not made where a file is, or below one', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(makeFolder(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(folder, 'file/a/b'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it.skipIf(!existsSync('/proc/self'))('is not made in /proc, which takes none', async () => {
    await expect(makeFolder('/proc/firstaml/a/b')).rejects.toMatchObject({
      code: 'ENOENT',
      path: '/proc/firstaml',
    })
  })
})
