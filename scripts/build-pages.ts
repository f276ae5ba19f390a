import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build, type OutputAsset, type OutputChunk } from 'rolldown'

/**
 * Makes the files that browsers get from the sandbox: those written by hand are copied, and
 * GraphiQL is bundled with all it needs, so that it works without a network.
 *
 * @param folder - where they go.
 * @returns the bundle, for the licences of what is in it.
 */
export async function buildPages(
  root: string,
  folder: string,
): Promise<readonly (OutputAsset | OutputChunk)[]> {
  await mkdir(folder, { recursive: true })
  const sources = join(root, 'src', 'sandbox', 'pages')
  for (const name of ['live.html', 'live.css', 'live.js', 'graphiql.html']) {
    await copyFile(join(sources, name), join(folder, name))
  }
  await writeFile(join(folder, 'graphiql.css'), await graphiqlStyles())
  const { output } = await build({
    cwd: root,
    input: { graphiql: join(sources, 'graphiql-app.ts') },
    platform: 'browser',
    // React's libraries mark their client code, which means nothing to a page.
    onLog: (level, log, report) => {
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
    },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    output: { dir: folder, format: 'iife', codeSplitting: false, comments: false, minify: true },
  })
  return output
}

/** Without its fonts, which are two thirds of it; the system has good ones. */
async function graphiqlStyles(): Promise<string> {
  const file = createRequire(import.meta.url).resolve('graphiql/style.css')
  const styles = (await readFile(file, 'utf8')).replaceAll(/@font-face\s*\{[^}]*\}/g, '')
  return `${styles}\n${ownStyles}`
}

// On a narrow screen the answer goes below the question, and an open panel takes all of it.
const ownStyles = `body { margin: 0 }
#graphiql { height: 100dvh }
@media (max-width: 48rem) {
  .graphiql-container #graphiql-session { flex-direction: column; gap: 0.5rem }
  .graphiql-container #graphiql-session > div { flex: 1 1 50% !important; min-width: 0; min-height: 0 }
  .graphiql-container #graphiql-session > .graphiql-horizontal-drag-bar { display: none }
  .graphiql-container .graphiql-plugin:not(:empty) { flex: 1 !important }
  .graphiql-container .graphiql-plugin:not(:empty) ~ * { display: none !important }
}
`
