import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileFromPath } from '../../src/node/index.js'
import { failureOf } from '../fetch/api-rig.js'
import { bytesOf, createContents } from '../files/file-rig.js'
import { openFilesIn, tellsOpenFiles } from './open-files.js'

const contents = createContents(200_000)
let folder: string
let path: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-file-'))
  path = join(folder, 'passport.jpg')
  await writeFile(path, contents)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('fileFromPath', () => {
  it('knows name and size, and reads the file as often as it is asked', async () => {
    const file = await fileFromPath(path)
    expect(file).toMatchObject({ name: 'passport.jpg', size: 200_000 })
    for (let time = 0; time < 2; time++) {
      expect((await bytesOf(new Response(file.stream()))).equals(contents)).toBe(true)
    }
  })

  it.each([0, 1, 65_536, 65_537])('reads a file of %i bytes to its last byte', async (size) => {
    const other = join(folder, `${size}.jpg`)
    await writeFile(other, contents.subarray(0, size))
    const read = await bytesOf(new Response((await fileFromPath(other)).stream()))
    expect(read.equals(contents.subarray(0, size))).toBe(true)
    if (tellsOpenFiles) expect(await openFilesIn(folder)).toEqual([])
  })

  it('can be given up in the middle', async () => {
    const reader = (await fileFromPath(path)).stream().getReader()
    expect((await reader.read()).value?.byteLength).toBeGreaterThan(0)
    if (tellsOpenFiles) expect(await openFilesIn(folder)).toEqual([path])
    await reader.cancel()
    if (tellsOpenFiles) expect(await openFilesIn(folder)).toEqual([])
  })

  it('tells of a file that has gone when it is read', async () => {
    const gone = join(folder, 'gone.jpg')
    await writeFile(gone, 'x')
    const file = await fileFromPath(gone)
    await rm(gone)
    expect(await failureOf(file.stream().getReader().read())).toMatchObject({ code: 'ENOENT' })
  })

  it('refuses what is not there, and what is no file', async () => {
    expect(await failureOf(fileFromPath(join(folder, 'no.jpg')))).toMatchObject({ code: 'ENOENT' })
    expect(await failureOf(fileFromPath(folder))).toBeInstanceOf(TypeError)
  })
})
