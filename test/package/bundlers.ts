// One application, bundled from the installed package by the bundlers that people use.
import { join } from 'node:path'
import { build as buildWithEsbuild } from 'esbuild'
import { build as buildWithVite } from 'vite'
import webpack from 'webpack'
import type { Project } from './project.js'

/** Asks one query, with options of the caller's. */
const app = `import { createClient } from 'firstaml-client'
import { MeDocument } from 'firstaml-client/operations'

export async function ask(options) {
  const client = createClient(options)
  try {
    return await client.request(MeDocument)
  } finally {
    client.dispose()
  }
}
globalThis.ask = ask
`

export const bundlers = {
  esbuild: async ({ folder }: Project, out: string) => {
    await buildWithEsbuild({
      entryPoints: { app: join(folder, 'app.js') },
      absWorkingDir: folder,
      outdir: out,
      bundle: true,
      format: 'esm',
      minify: true,
      splitting: true,
      logLevel: 'silent',
    })
  },
  Vite: async ({ folder }: Project, out: string) => {
    await buildWithVite({
      root: folder,
      configFile: false,
      logLevel: 'silent',
      build: {
        outDir: out,
        lib: { entry: join(folder, 'app.js'), formats: ['es'], fileName: () => 'app.js' },
        minify: true,
      },
    })
  },
  webpack: ({ folder }: Project, out: string) =>
    new Promise<void>((built, failed) => {
      webpack(
        {
          mode: 'production',
          context: folder,
          entry: { app: join(folder, 'app.js') },
          target: ['web', 'es2022'],
          output: { path: out, filename: 'app.js', module: true, library: { type: 'module' } },
          experiments: { outputModule: true },
          performance: false,
        },
        (error, stats) => {
          if (error) failed(error)
          else if (stats?.hasErrors()) failed(new Error(stats.toString('errors-only')))
          else built()
        },
      )
    }),
} satisfies Record<string, (project: Project, out: string) => Promise<void>>

export const writeApp = (project: Project): Promise<void> => project.write('app.js', app)

/**
 * The application as one module that imports nothing.
 *
 * @param end - code that follows it, such as what a runtime wants exported.
 */
export async function bundleAlone({ folder }: Project, end = ''): Promise<string> {
  const { outputFiles } = await buildWithEsbuild({
    stdin: { contents: `import './app.js'\n${end}`, resolveDir: folder },
    bundle: true,
    format: 'esm',
    minify: true,
    write: false,
    logLevel: 'silent',
  })
  return outputFiles[0]?.text ?? ''
}
