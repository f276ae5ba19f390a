import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// Vitest would give our sources graphql's ES module and the libraries the CommonJS one, and
// graphql-js refuses to work with two copies of itself.
const graphql = createRequire(import.meta.url).resolve('graphql')

/** Applications that install and build a lot: `npm run check:package` runs them. */
const consumers = ['test/package/example*.test.ts', 'test/consumers/**/*.test.ts']

const tarball = { globalSetup: ['test/package/prepared.ts'] }

export default defineConfig(({ mode }) => ({
  resolve: {
    alias: [{ find: /^graphql$/, replacement: graphql }],
    // The command line imports the doors by their public names: here from the sources, not from dist.
    tsconfigPaths: true,
  },
  test: {
    setupFiles: ['test/setup.ts'],
    // Both cores of a small machine; the default leaves one of them idle.
    maxWorkers: 2,
    // Most files import the sandbox or codegen: loading them once a worker halves the run.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    projects:
      mode === 'consumers'
        ? [{ extends: true, test: { ...tarball, name: 'consumers', include: consumers } }]
        : // They run in the order of their names: meanwhile the tarball is packed and installed.
          [
            {
              extends: true,
              test: {
                name: 'source',
                include: ['test/**/*.test.{ts,tsx}'],
                exclude: ['test/package/**', ...consumers],
              },
            },
            {
              extends: true,
              test: {
                ...tarball,
                name: 'tarball',
                include: ['test/package/*.test.ts'],
                exclude: consumers,
              },
            },
          ],
  },
}))
