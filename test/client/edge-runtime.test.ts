// E5: a context with the web's globals and nothing of Node's.
import { createContext, runInContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { graphqlResponse, tokenResponse, unauthorized } from '../fetch/api-rig.js'
import { bundleMainEntry } from './bundle.js'

const webGlobals = {
  URL,
  URLSearchParams,
  Headers,
  Request,
  Response,
  AbortController,
  AbortSignal,
  TextEncoder,
  TextDecoder,
  performance,
  crypto,
  setTimeout,
  clearTimeout,
  queueMicrotask,
  btoa,
  atob,
}

describe('a runtime without process, Buffer and modules', () => {
  it('E5: imports the client and runs token, query, 401 and replay', {
    timeout: 30_000,
  }, async () => {
    const bundle = await bundleMainEntry('iife')
    await bundle.remove()
    const sent: string[] = []
    let tokens = 0
    const fetch = async (url: string, { headers }: { headers: Record<string, string> }) => {
      sent.push(`${new URL(url).pathname} ${headers.authorization ?? '-'}`)
      if (url.endsWith('/oauth/token')) return tokenResponse(`edge-${++tokens}`)
      return headers.authorization === 'Bearer edge-2'
        ? graphqlResponse({ data: { me: { apiClientId: 'edge' } } })
        : unauthorized()
    }
    const context = createContext({ ...webGlobals, fetch })
    runInContext(bundle.code, context)
    const answer: unknown = await runInContext(
      `(async () => {
        for (const name of ['process', 'Buffer', 'require', 'module', 'global', 'setImmediate']) {
          if (name in globalThis) throw new Error(name + ' is there')
        }
        const client = firstAml.createClient({
          clientId: 'edge', clientSecret: 'edge-secret', baseUrl: 'https://api.test',
        })
        const data = await client.request('query Me { me { apiClientId } }')
        client.dispose()
        const error = await client.request('query Me { me { apiClientId } }').catch((e) => e)
        return JSON.stringify({ data, code: error.code, ours: firstAml.isFirstAmlError(error) })
      })()`,
      context,
    )
    expect(answer).toBe('{"data":{"me":{"apiClientId":"edge"}},"code":"aborted","ours":true}')
    expect(sent).toEqual([
      '/oauth/token -',
      '/graphql/ Bearer edge-1',
      '/oauth/token -',
      '/graphql/ Bearer edge-2',
    ])
  })
})
