// E5 on what is published: the installed package, bundled as a worker's bundler does, in an edge
// runtime with its own fetch, streams and crypto, against the sandbox on a socket.
import { join } from 'node:path'
import { EdgeVM } from '@edge-runtime/vm'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.js'
import { prepared } from './project.js'

const source = `
  export { createClient, isFirstAmlError } from 'firstaml-client'
  export { MeDocument } from 'firstaml-client/operations'
  export { signWebhook, verifyWebhook } from 'firstaml-client/webhooks'
`

/** The worker's bundle, with the name `worker` for what it exports. */
async function bundleWorker(folder: string): Promise<string> {
  // Not a file, but a place, from which packages are looked for.
  const app = join(folder, 'worker.js')
  const build = await rolldown({
    input: app,
    cwd: folder,
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['import'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [
      {
        name: 'worker',
        resolveId: (id) => (id === app ? id : null),
        load: (id) => (id === app ? source : null),
      },
    ],
  })
  const { output } = await build.generate({ format: 'iife', name: 'worker', codeSplitting: false })
  await build.close()
  return output[0].code
}

describe('the installed package in an edge runtime', () => {
  it('E5: gets a token, queries, replaces a revoked token, and verifies a webhook', async () => {
    const edge = new EdgeVM()
    edge.evaluate(await bundleWorker((await prepared('consumer')).folder))
    const sandbox = await createSandbox()
    try {
      const settings = JSON.stringify({ baseUrl: sandbox.url, ...sandbox.credentials })
      const run = (code: string): Promise<unknown> => edge.evaluate(`(async () => { ${code} })()`)
      const missing = await run(`
          globalThis.client = worker.createClient(${settings})
          return ['process', 'Buffer', 'require', 'setImmediate'].filter((n) => n in globalThis).join()
        `)
      expect(missing).toBe('')
      const ask = 'return (await client.request(worker.MeDocument)).me.__typename'
      const first = await run(ask)
      sandbox.revokeTokens()
      expect(await run(ask)).toBe(first)
      expect(sandbox.requestCounts.token).toBe(2)
      const event = await run(`
          const key = btoa('a key for this test alone')
          const payload = '{"eventType":"CaseCreated","caseId":42}'
          const signature = await worker.signWebhook({ payload, key })
          return (await worker.verifyWebhook({ payload, signature, key })).caseId
        `)
      expect(event).toBe('42')
      const refused = await run(`
          client.dispose()
          const error = await client.request(worker.MeDocument).catch((e) => e)
          return error.code + ' ' + worker.isFirstAmlError(error)
        `)
      expect(refused).toBe('aborted true')
    } finally {
      await sandbox.close()
    }
  }, 60_000)
})
