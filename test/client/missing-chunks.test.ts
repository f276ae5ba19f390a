// What is loaded late may fail to load: the doors as built, with their late files taken away.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { doorChunks } from '../../scripts/door-chunks.js'
import type { ClientEvent, FirstAmlClientOptions, TokenStore } from '../../src/index.js'
import { repository } from '../operations/support.js'
import { fakeCredentials } from '../support/vendor-rig.js'

const late = ['late-sharing', 'redirects', 'tracked-requests']

let folder: string
let createClient: typeof import('../../src/index.js')['createClient']

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-chunks-'))
  const build = await rolldown({ input: 'src/index.ts', cwd: repository, platform: 'node' })
  await build.write({ dir: folder, format: 'esm', entryFileNames: 'index.mjs', ...doorChunks })
  await build.close()
  for (const name of late) await rm(join(folder, 'shared', `${name}.js`))
  ;({ createClient } = await import(pathToFileURL(join(folder, 'index.mjs')).href))
}, 30_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

const json = { 'content-type': 'application/json' }
const token = () =>
  new Response('{"access_token":"fake-token","token_type":"Bearer","expires_in":3600}', {
    headers: json,
  })

function start(answer: () => Response, options: Partial<FirstAmlClientOptions> = {}) {
  const fetch = vi.fn(async (input: unknown) =>
    String(input).endsWith('/oauth/token') ? token() : answer(),
  )
  return createClient({ ...fakeCredentials, ...options, fetch, retry: false })
}

const me = '{ me { apiClientId } }'
const meAnswer = () => new Response('{"data":{"me":{"apiClientId":"1"}}}', { headers: json })

it('an operation goes on without its token store, and the listener hears of it', async () => {
  const events: ClientEvent[] = []
  const tokenStore: TokenStore = { read: vi.fn(), write: vi.fn() }
  const onEvent = (event: ClientEvent) => void events.push(event)
  const client = start(meAnswer, { tokenStore, onEvent })
  expect(await client.request(me, {})).toEqual({ me: { apiClientId: '1' } })
  expect(events).toContainEqual({ type: 'store_failed', step: 'seal', problem: 'failed' })
  expect(tokenStore.read).not.toHaveBeenCalled()
})

it('a redirect fails its operation with a typed error, and lets go of the body', async () => {
  const cancel = vi.fn()
  const init = { status: 307, headers: { location: '/elsewhere' } }
  const client = start(() => new Response(new ReadableStream({ cancel }), init))
  await expect(client.request(me, {})).rejects.toMatchObject({ code: 'network' })
  await expect(client.request(`mutation ${me}`, {})).rejects.toMatchObject({
    code: 'unknown_outcome',
  })
  expect(cancel).toHaveBeenCalledTimes(2)
})

it('a refused operation has its typed error, and a fetch rejects', async () => {
  const client = start(() => new Response(null, { status: 403 }))
  await expect(client.request(me, {})).rejects.toMatchObject({ code: 'scope_missing' })
  await expect(client.fetch(client.graphqlUrl)).rejects.toThrow(/tracked-requests/)
})
