// The door for tests with vitest. It is one of its own because of the import of vitest, which only
// those have who test with it.
import { afterAll, afterEach } from 'vitest'
import { createSandbox, type Sandbox, type SandboxOptions } from './index.js'

/** Options of `useSandbox`. */
export interface UseSandboxOptions extends SandboxOptions {
  /** Whether to make the sandbox as new after each test. Default false. */
  readonly resetAfterEach?: boolean | undefined
}

/**
 * Starts a sandbox for a test file, or for a `describe` block, and closes it after its last test.
 *
 * Throws what `createSandbox` throws, and a `TypeError` for an option that cannot be used.
 *
 * @example
 * ```ts
 * const sandbox = await useSandbox({ resetAfterEach: true })
 *
 * it('imports the cases', async () => {
 *   const client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
 *   // …
 * })
 * ```
 */
export async function useSandbox(options: UseSandboxOptions = {}): Promise<Sandbox> {
  const { resetAfterEach = false, ...sandboxOptions } = options
  if (typeof resetAfterEach !== 'boolean') {
    throw new TypeError('useSandbox: resetAfterEach must be true or false')
  }
  const sandbox = await createSandbox(sandboxOptions)
  if (resetAfterEach) afterEach(sandbox.reset)
  afterAll(sandbox.close)
  return sandbox
}
