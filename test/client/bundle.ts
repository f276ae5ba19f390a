// The main entry as one file, as an application's bundler makes it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url))

export interface Bundle {
  readonly file: string
  readonly code: string
  readonly remove: () => Promise<void>
}

/** @param format - `esm` for Node; `iife` for a bare context, as the global `firstAml`. */
export async function bundleMainEntry(format: 'esm' | 'iife'): Promise<Bundle> {
  const directory = await mkdtemp(join(tmpdir(), 'firstaml-bundle-'))
  const file = join(directory, format === 'esm' ? 'client.mjs' : 'client.js')
  const build = await rolldown({
    input: entry,
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['import'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  })
  const { output } = await build.write({ file, format, name: 'firstAml', codeSplitting: false })
  await build.close()
  const code = output[0].code
  return { file, code, remove: () => rm(directory, { recursive: true, force: true }) }
}
