import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'

// Vitest would give our sources graphql's ES module and graphql-yoga the CommonJS one, and
// graphql-js refuses to work with two copies of itself.
const graphql = createRequire(import.meta.url).resolve('graphql')

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    setupFiles: ['test/setup.ts'],
    // Both cores of a small machine; the default leaves one of them idle.
    maxWorkers: 2,
    // Most files import the sandbox or codegen: loading them once a worker halves the run.
    isolate: false,
    restoreMocks: true,
    unstubGlobals: true,
    // Projects run in the order of their names: by then the tarball is packed and installed.
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/package/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'tarball',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/package/prepared.ts'],
        },
      },
    ],
  },
})
