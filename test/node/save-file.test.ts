// `saveFile`: the file is there whole, or not there at all, on a real disk.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TransferProgress } from '../../src/index.js'
import { saveFile } from '../../src/node/index.js'
import { failureOf } from '../fetch/api-rig.js'
import { answer, createContents, createFileRigs, serve } from '../files/file-rig.js'

const rig = createFileRigs()
const contents = createContents(300_000)
let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-save-'))
  path = join(folder, 'passport.pdf')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const serveFile = () => {
  rig().api.onOther = (request, response) => serve(request, response, { contents })
}

describe('saveFile', () => {
  it('saves the file, readable for its owner only, and nothing beside it', async () => {
    serveFile()
    const { client, contentsUrl } = rig()
    expect(await saveFile(client, contentsUrl, path)).toEqual({ path, bytes: 300_000 })
    expect((await readFile(path)).equals(contents)).toBe(true)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['passport.pdf'])
  })

  it('tells of the progress', async () => {
    serveFile()
    const { client, contentsUrl } = rig()
    const seen: TransferProgress[] = []
    await saveFile(client, contentsUrl, path, { onProgress: (progress) => seen.push(progress) })
    expect(seen.at(-1)).toEqual({ bytes: 300_000, totalBytes: 300_000 })
    const bytes = seen.map((progress) => progress.bytes)
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b))
  })

  it('saves over connections that break', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (request, response, index) =>
      serve(request, response, { contents, ...(index < 2 && { breakAfter: 100_000 }) })
    await saveFile(client, contentsUrl, path)
    expect((await readFile(path)).equals(contents)).toBe(true)
  })

  it('takes a response in place of an address, and counts it too', async () => {
    const { client } = rig()
    const response = new Response('12345', { headers: { 'content-length': '5' } })
    expect(await saveFile(client, response, path)).toEqual({ path, bytes: 5 })
    const short = new Response('123', { headers: { 'content-length': '5' } })
    expect(await failureOf(saveFile(client, short, path, { overwrite: true }))).toMatchObject({
      code: 'download_incomplete',
      receivedBytes: 3,
    })
    expect(await readFile(path, 'utf8')).toBe('12345')
    expect(await readdir(folder)).toEqual(['passport.pdf'])
  })

  it('saves no answer that was refused as if it were the file', async () => {
    const { client } = rig()
    const refused = new Response('<h1>not here</h1>', { status: 404 })
    expect(await failureOf(saveFile(client, refused, path))).toMatchObject({
      code: 'unexpected_response',
      status: 404,
    })
    expect(refused.bodyUsed).toBe(true)
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves a file that is there as it is, and asks for nothing', async () => {
    serveFile()
    const { api, client, contentsUrl } = rig()
    await writeFile(path, 'mine')
    expect(await failureOf(saveFile(client, contentsUrl, path))).toMatchObject({ code: 'EEXIST' })
    expect(await readFile(path, 'utf8')).toBe('mine')
    expect(api.otherRequests).toHaveLength(0)
  })

  it('leaves a file as it is that appears meanwhile', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = async (request, response) => {
      await writeFile(path, 'theirs')
      serve(request, response, { contents })
    }
    expect(await failureOf(saveFile(client, contentsUrl, path))).toMatchObject({ code: 'EEXIST' })
    expect(await readFile(path, 'utf8')).toBe('theirs')
    expect(await readdir(folder)).toEqual(['passport.pdf'])
  })

  it('replaces it with overwrite, and only when all is there', async () => {
    const { api, client, contentsUrl } = rig()
    await writeFile(path, 'old')
    serveFile()
    await saveFile(client, contentsUrl, path, {
      overwrite: true,
      mode: 0o640,
    })
    expect((await readFile(path)).equals(contents)).toBe(true)
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    api.onOther = (request, response) =>
      serve(request, response, { contents, headers: {}, breakAfter: 100_000 })
    expect(await failureOf(saveFile(client, contentsUrl, path, { overwrite: true }))).toMatchObject(
      { code: 'download_incomplete' },
    )
    expect((await readFile(path)).equals(contents)).toBe(true)
    expect(await readdir(folder)).toEqual(['passport.pdf'])
  })

  it.each<[string, number, string]>([
    ['a status', 404, 'unexpected_response'],
    ['a missing scope', 403, 'scope_missing'],
  ])('leaves nothing behind after %s', async (_what, status, code) => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (_request, response) => answer(response, status)
    expect(await failureOf(saveFile(client, contentsUrl, path))).toMatchObject({ code })
    expect(await readdir(folder)).toEqual([])
  })

  it('leaves nothing behind when the signal fires in the middle', async () => {
    const { api, client, contentsUrl } = rig()
    api.onOther = (_request, response) => {
      response.writeHead(200, { 'content-length': '300000' })
      response.write(contents.subarray(0, 1_000))
    }
    const controller = new AbortController()
    const saving = saveFile(client, contentsUrl, path, {
      signal: controller.signal,
      onProgress: () => controller.abort('enough'),
    })
    expect(await failureOf(saving)).toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(await readdir(folder)).toEqual([])
  })

  it('lets go of a response that it does not read to its end', async () => {
    const { client } = rig()
    const cancelled: unknown[] = []
    const endless = () =>
      new Response(
        new ReadableStream({
          pull: (body) => body.enqueue(new TextEncoder().encode('more')),
          cancel: (reason) => void cancelled.push(reason),
        }),
      )
    await writeFile(path, 'mine')
    expect(await failureOf(saveFile(client, endless(), path))).toMatchObject({ code: 'EEXIST' })
    expect(cancelled).toHaveLength(1)
    const controller = new AbortController()
    const saving = saveFile(client, endless(), path, {
      overwrite: true,
      signal: controller.signal,
      onProgress: () => controller.abort('enough'),
    })
    expect(await failureOf(saving)).toMatchObject({ code: 'aborted' })
    expect(cancelled).toHaveLength(2)
    expect(await readFile(path, 'utf8')).toBe('mine')
  })

  it('says what the file system says of a folder that is not there', async () => {
    serveFile()
    const { client, contentsUrl } = rig()
    const error = await failureOf(saveFile(client, contentsUrl, join(folder, 'no', 'file')))
    expect(error).toMatchObject({ code: 'ENOENT' })
  })
})
