import { join, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { virtualId, virtualModules } from '../cpu/program-bundle.js'
import type { Peer } from './peers.js'

const app = 'app'

/**
 * The size of an application that sends one operation, in bytes: bundled for the web in production,
 * minified and gzipped, with everything that it imports. What is loaded later is not counted; of
 * these only ours has such a part.
 */
export async function measureBundle({ file }: Peer): Promise<number> {
  const build = await rolldown({
    input: virtualId(app),
    cwd: resolve(import.meta.dirname, '../..'),
    platform: 'browser',
    // Linear's SDK imports it for webhooks; there is none for the web, and it would not be counted.
    external: ['crypto'],
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [virtualModules({ [app]: appText(file) })],
  })
  try {
    const { output } = await build.generate({ format: 'esm', minify: true })
    const chunks = output.filter((chunk) => chunk.type === 'chunk')
    const reached = new Set<string>()
    const visit = (name: string) => {
      if (reached.has(name)) return
      reached.add(name)
      for (const next of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) visit(next)
    }
    visit(output[0].fileName)
    const code = chunks.filter(({ fileName }) => reached.has(fileName)).map((chunk) => chunk.code)
    return gzipSync(code.join('\n'), { level: 9 }).length
  } finally {
    await build.close()
  }
}

function appText(file: string): string {
  const path = join(import.meta.dirname, `../contenders/${file}.ts`)
  return `
    import * as exported from ${JSON.stringify(path)}
    const [contender] = Object.values(exported)
    contender.create(globalThis.wiring).run(1).then(console.log)
  `
}
