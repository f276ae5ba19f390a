// Giving up a download or an upload, in every phase and at once; each is over once everything that
// is ready has run.
import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createClient, type FirstAmlClient, type UploadOptions } from '../../src/index.js'
import {
  type ApiRig,
  createApiRig,
  deafToSignals,
  follow,
  graphqlResponse,
  settle,
  tokenResponse,
} from '../fetch/api-rig.js'
import { fakeCredentials } from '../support/vendor-rig.js'

// The first use loads code, for which `settle` does not wait.
beforeAll(() =>
  Promise.all([import('../../src/files/files.js'), import('../../src/fetch/tracked-requests.js')]),
)

const url = 'https://api.test/files/1'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** A body that gives some bytes, and then none, or breaks. */
const partOfFile = (then: 'stalls' | 'breaks') => {
  // What stalls could not be continued either: giving up must not look like that.
  const headers = { 'content-length': '10', ...(then === 'breaks' && { etag: '"v1"' }) }
  let released = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (then === 'breaks') controller.error(new TypeError('terminated'))
      return then === 'stalls' ? new Promise<void>(() => {}) : undefined
    },
    start: (controller) => {
      if (then === 'stalls') controller.enqueue(new Uint8Array(4))
    },
    cancel: () => {
      released = true
    },
  })
  return { response: new Response(body, { headers }), released: () => released }
}

const read = async (client: FirstAmlClient, signal: AbortSignal) =>
  (await client.download(url, { signal })).arrayBuffer()

const phases: ReadonlyArray<[string, (rig: ApiRig) => void]> = [
  ['the token', (rig) => Object.assign(rig, { onToken: () => undefined })],
  ['the answer', (rig) => Object.assign(rig, { onApi: () => undefined })],
  ['a back-off', (rig) => Object.assign(rig, { onApi: () => new Response('', { status: 503 }) })],
  ['bytes', (rig) => Object.assign(rig, { onApi: () => partOfFile('stalls').response })],
  [
    'the back-off before it goes on',
    (rig) => Object.assign(rig, { onApi: () => partOfFile('breaks').response }),
  ],
  [
    'the rest',
    (rig) => {
      rig.onApi = (_call, index) => (index === 0 ? partOfFile('breaks').response : undefined)
    },
  ],
]

describe.each([
  ['a fetch that heeds signals', false],
  ['a fetch that does not', true],
])('a download that waits, with %s,', (_what, deaf) => {
  const setUp = (prepare: (rig: ApiRig) => void) => {
    const rig = createApiRig({ retry: { baseMs: 1_000 } })
    if (!deaf) return { rig, prepare: () => prepare(rig) }
    const own = createApiRig({ retry: { baseMs: 1_000 }, fetch: deafToSignals(rig.fetch) })
    return { rig: { ...own, apiCalls: rig.apiCalls }, prepare: () => prepare(rig) }
  }

  it.each(phases)(
    'for %s ends with the signal and asks for nothing more',
    async (what, prepare) => {
      const set = setUp(prepare)
      set.prepare()
      const { client, clock, apiCalls } = set.rig
      const controller = new AbortController()
      const state = follow(read(client, controller.signal))
      await clock.settle()
      if (what === 'the rest') await clock.advance(1_000)
      expect(state.settled).toBe(false)
      controller.abort('enough')
      await clock.settle()
      expect(state.error).toMatchObject({ code: 'aborted', cause: 'enough' })
      const sent = apiCalls.length
      await clock.advance(600_000)
      expect(apiCalls).toHaveLength(sent)
    },
  )

  it.each(phases)('for %s ends with the client', async (what, prepare) => {
    const set = setUp(prepare)
    set.prepare()
    const { client, clock } = set.rig
    const state = follow(read(client, new AbortController().signal))
    await clock.settle()
    if (what === 'the rest') await clock.advance(1_000)
    client.dispose()
    await clock.settle()
    expect(state.error).toMatchObject({ code: 'aborted' })
  })
})

describe('a download whose reader goes away', () => {
  it('lets go of its connection', async () => {
    const rig = createApiRig()
    const { response, released } = partOfFile('stalls')
    rig.onApi = () => response
    const reader = (await rig.client.download(url)).body?.getReader()
    expect((await reader?.read())?.value).toHaveLength(4)
    await reader?.cancel()
    expect(released()).toBe(true)
  })

  it('is not begun at all with a signal that has fired', async () => {
    const rig = createApiRig()
    const state = follow(rig.client.download(url, { signal: AbortSignal.abort('before') }))
    await settle()
    expect(state.error).toMatchObject({ code: 'aborted' })
    expect(rig.tokenCalls).toHaveLength(0)
  })
})

describe('a download', () => {
  it.each([
    ['without a body', () => new Response(null)],
    ['that was read', () => new Response('all of it')],
  ])('%s leaves nothing on the signal', async (_what, answer) => {
    const rig = createApiRig()
    rig.onApi = answer
    const { signal } = new AbortController()
    await (await rig.client.download(url, { signal })).text()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('that was read is kept by nobody', async () => {
    const bodies: Array<WeakRef<object>> = []
    const fetch: typeof globalThis.fetch = async (input) => {
      if (String(input).endsWith('/oauth/token')) return tokenResponse('token')
      const response = new Response('all of it')
      if (response.body) bodies.push(new WeakRef(response.body))
      return response
    }
    const client = createClient({ ...fakeCredentials, baseUrl: 'https://api.test', fetch })
    for (let count = 0; count < 20; count++) await (await client.download(url)).text()
    // A signal's reason keeps who was on the stack, and may take some turns to let go.
    await vi.waitFor(() => {
      collectGarbage()
      expect(bodies.filter((body) => body.deref()).length).toBeLessThan(3)
    })
    client.dispose()
  })
})

describe('an upload that waits', () => {
  const document = { __typename: 'IndividualDocumentInformation', documentId: '33' }
  const added = {
    __typename: 'AddIndividualDocumentFileResult',
    uploadUrl: 'https://api.test/bytes',
    file: { fileId: '44' },
  }
  const options: UploadOptions = {
    caseId: 1,
    individualId: 2,
    documentType: 'PASSPORT',
    documentTitle: 'Passport',
    countryCode: 'NZ',
    fileName: 'a.jpg',
    file: new Blob(['bytes']),
  }

  it.each([
    ['for its document', 0, 'aborted'],
    ['for its file', 1, 'upload_failed'],
    ['for its bytes to be taken', 2, 'upload_failed'],
  ])('%s ends with the signal, and says what exists', async (_what, held, code) => {
    const rig = createApiRig()
    rig.onApi = (_call, index) =>
      index === held ? undefined : graphqlResponse({ data: index === 0 ? { document } : { added } })
    const controller = new AbortController()
    const state = follow(rig.client.upload({ ...options, signal: controller.signal }))
    await rig.clock.settle()
    expect(rig.apiCalls).toHaveLength(held + 1)
    controller.abort('enough')
    await rig.clock.settle()
    expect(state.error).toMatchObject(
      held === 0 ? { code } : { code, documentId: '33', cause: { code: 'aborted' } },
    )
  })
})
