import { open, rename, rm } from 'node:fs/promises'

/**
 * Writes a small file in one step, for its owner alone. Who holds the lock of the place is the only
 * one to call it, so the name beside it is free; one that was left behind is written over.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  await rm(beside, { force: true })
  const file = await open(beside, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
