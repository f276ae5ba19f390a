import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// Vitest would give our sources graphql's ES module and the libraries the CommonJS one, and
// graphql-js refuses to work with two copies of itself.
const graphql = createRequire(import.meta.url).resolve('graphql')

/** `npm run check:package`: what is published, packed and installed, and applications that use it. */
const tarball = { include: ['test/package/*.test.ts'], globalSetup: ['test/package/prepared.ts'] }

/** `npm test`: the sources. */
const sources = { include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/package/**'] }

export default defineConfig(({ mode }) => ({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }], tsconfigPaths: true },
  test: {
    ...(mode === 'package' ? tarball : sources),
    setupFiles: ['test/setup.ts'],
    // Both cores of a small machine; the default leaves one of them idle.
    maxWorkers: 2,
    // Most files import the sandbox or codegen: loading them once a worker halves the run.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
  },
}))
