import { createRequire } from 'node:module'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// Vitest would give our sources graphql's ES module and the libraries the CommonJS one, and
// graphql-js refuses to work with two copies of itself.
const graphql = createRequire(import.meta.url).resolve('graphql')

/** `npm run check:package`: what is published, packed and installed, and applications that use it. */
const tarball = { include: ['test/package/*.test.ts'], globalSetup: ['test/package/prepared.ts'] }

/** `npm test`: the sources. */
const sources = { include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/package/**'] }

/** What takes longest: many processes, sockets, generations or runs in few lines. */
const long =
  /\/test\/(redis\/fleet|fetch\/unauthorized-burst|bench\/peers|codegen\/(app-codegen|run-codegen|large-schema)|cli\/(schema|sandbox)|model\/nothing-is-lost|traffic\/soak|story\/story|node\/file-fleet|files\/large-file)\.test\.ts$/

/**
 * Begins with what takes longest, so that no worker is left alone with it at the end. Vitest itself goes
 * by the length of a file where there was no run before, as in CI.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => long.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

// What a developer has set to work with First AML is none of the tests' business: each says itself
// what the environment holds.
for (const name of Object.keys(process.env)) {
  if (name.startsWith('FIRSTAML_')) delete process.env[name]
}

export default defineConfig(({ mode }) => ({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }], tsconfigPaths: true },
  test: {
    ...(mode === 'package' ? tarball : sources),
    setupFiles: ['test/setup.ts'],
    // Both cores of a small machine; the default leaves one of them idle.
    maxWorkers: 2,
    // Most files import the sandbox or codegen: loading them once a worker halves the run.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A busy machine takes long for what takes it a moment otherwise, and that is no failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
}))
