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

/** What starts many processes, each of which costs more the more memory its worker has gathered. */
const forks =
  /\/test\/(redis\/fleet|node\/file-fleet|story\/story|cli\/(schema|sandbox)|bench\/peers|client\/process-exit|files\/large-file|release\/\w+|webhooks\/vectors|codegen\/app-codegen|sandbox\/live-page)\.test\.ts$/

/** What takes long besides: sockets, generations or runs in few lines. */
const long =
  /\/test\/(fetch\/unauthorized-burst|codegen\/(run-codegen|large-schema)|model\/nothing-is-lost|traffic\/soak)\.test\.ts$/

/**
 * Begins with what starts processes and with what takes longest, so that no worker is left alone with it
 * at the end. Vitest itself goes by the length of a file where there was no run before, as in CI.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) =>
      forks.test(moduleId) ? 0 : long.test(moduleId) ? 1 : 2
    return sorted.toSorted((one, other) => rank(one) - rank(other))
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
