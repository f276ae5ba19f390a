import { readdir, readlink } from 'node:fs/promises'

/** Only Linux tells a process what it has open. */
export const tellsOpenFiles = process.platform === 'linux'

/** What this process has open in a folder. */
export async function openFilesIn(folder: string): Promise<readonly string[]> {
  const descriptors = await readdir('/proc/self/fd')
  const links = await Promise.all(
    // The one that lists them is closed by now.
    descriptors.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  )
  return links.filter((link) => link.startsWith(folder))
}
