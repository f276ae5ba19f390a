// Leases by files, in the moments that a fleet meets once a year.
import { spawnSync } from 'node:child_process'
import * as files from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { takeFileLease } from '../../src/node/file-lease.js'

let folder: string
let at = 0
beforeEach(async () => {
  at = Date.now()
  folder = await files.mkdtemp(join(tmpdir(), 'firstaml-lease-'))
})
afterEach(() => files.rm(folder, { recursive: true, force: true }))

const take = (ttlMs = 10_000) => takeFileLease(folder, 'name', ttlMs, () => at)
const left = async () => (await files.readdir(folder)).sort()
const place = async () =>
  `${hostname()} ${await files.readlink('/proc/self/ns/pid').catch(() => '')}`
const plant = (number: number, text: string) =>
  files.writeFile(join(folder, `name.lease-${number}`), text)
const held = async (owner: Record<string, unknown> = {}) =>
  `held ${JSON.stringify({ place: await place(), pid: process.pid, endsAt: at + 5_000, ...owner })}`

/** A process number that was somebody's, and is nobody's now. */
const deadPid = () => spawnSync(process.execPath, ['--version']).pid

describe('a lease by files', () => {
  it('leaves one file, however often it goes round', async () => {
    for (let round = 0; round < 5; round++) await (await take())?.()
    expect(await left()).toEqual(['name.lease-5'])
  })

  it('is lost by who comes with an outdated view, and stays with its holder', async () => {
    await (await take())?.()
    // Finds the last one ended, and is then so slow that others take turns meanwhile.
    let goOn = () => {}
    let takeSlowly = takeFileLease
    const stopped = new Promise<void>((reached) => {
      vi.doMock('node:fs/promises', () => ({
        ...files,
        writeFile: async (...args: Parameters<typeof files.writeFile>) => {
          reached()
          await new Promise<void>((go) => {
            goOn = go
          })
          return files.writeFile(...args)
        },
      }))
    })
    // Other test files of this worker have loaded the module with the real file system.
    vi.resetModules()
    try {
      ;({ takeFileLease: takeSlowly } = await import('../../src/node/file-lease.js'))
    } finally {
      vi.doUnmock('node:fs/promises')
      vi.resetModules()
    }
    const slow = takeSlowly(folder, 'name', 10_000, () => at)
    await stopped
    await (await take())?.()
    const holder = await take()
    expect(holder).toBeDefined()
    goOn()
    expect(await slow).toBeUndefined()
    expect(await left()).toEqual(['name.lease-3'])
    expect(await take()).toBeUndefined()
    await holder?.()
    expect(await take()).toBeDefined()
  })

  it('ends at once when its process is gone', async () => {
    await plant(7, await held({ pid: deadPid() }))
    expect(await take()).toBeDefined()
  })

  it.each([
    ['on another machine', async () => held({ place: 'elsewhere ', pid: deadPid() })],
    ['that is alive', async () => held()],
    ['that is alive and somebody else’s', async () => held({ pid: 1 })],
  ])('lasts its time with a process %s', async (_where, text) => {
    await plant(7, await text())
    expect(await take()).toBeUndefined()
    at += 5_001
    expect(await take()).toBeDefined()
  })

  it.each([
    '',
    'held',
    'held {"pid":',
    'held {}',
    'held {"pid":1,"endsAt":1}',
    'held {"place":"here","endsAt":1}',
    'held {"place":"here","pid":1}',
    'held null',
    'garbage',
  ])('whose file says nothing (%j) lasts until that file is old', async (text) => {
    await plant(7, text)
    expect(await take()).toBeUndefined()
    const before = new Date(Date.now() - 10_001)
    await files.utimes(join(folder, 'name.lease-7'), before, before)
    expect(await take()).toBeDefined()
  })

  it('does not take other files for its own', async () => {
    await files.writeFile(join(folder, 'name.lease-x'), '')
    await files.writeFile(join(folder, 'other.lease-9'), '')
    expect(await take()).toBeDefined()
    expect(await left()).toEqual(['name.lease-1', 'name.lease-x', 'other.lease-9'])
  })
})
