// The lock of the nightly export, as examples/nightly-export has it.
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeRunLock } from '../../examples/nightly-export/src/run-lock.js'

/** The number of a process that has ended. */
const { pid: gone } = spawnSync(process.execPath, ['--version'])

let folder: string
let path: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-run-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rm(folder, { recursive: true }))

/** Many that want the lock at once; gives what the winners got. */
async function contend(contenders: number) {
  const taken = await Promise.all(Array.from({ length: contenders }, () => takeRunLock(path)))
  return taken.filter((giveBack) => giveBack !== undefined)
}

it('gives a lock to one of many, and to the next when it is given back', async () => {
  for (let round = 0; round < 5; round++) {
    const winners = await contend(40)
    expect(winners).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['lock'])
    await winners[0]?.()
  }
  expect(await readdir(folder)).toEqual([])
})

it('gives the lock of a run that was killed to one of many', async () => {
  for (let round = 0; round < 8; round++) {
    await writeFile(path, `${gone} left-${round}`)
    const winners = await contend(40)
    expect(winners).toHaveLength(1)
    expect(await takeRunLock(path)).toBeUndefined()
    expect(await readdir(folder)).toEqual(['lock'])
    await winners[0]?.()
  }
})

it('gives it to one of many also where a run was killed as it took over', async () => {
  for (let round = 0; round < 8; round++) {
    await writeFile(path, `${gone} left-${round}`)
    await writeFile(`${path}.left-${round}.lock`, `${gone} taking-${round}`)
    const winners = await contend(40)
    expect(winners).toHaveLength(1)
    expect(await readdir(folder)).toEqual(['lock'])
    await winners[0]?.()
  }
})

it('leaves the lock of a run that is under way alone', async () => {
  const text = `${process.ppid} of-another`
  await writeFile(path, text)
  expect(await contend(10)).toEqual([])
  expect(await readFile(path, 'utf8')).toBe(text)
})
