// client.dispose(): everything under way ends, nothing begins, and nothing keeps the process.
import { describe, expect, it } from 'vitest'
import { AbortedError } from '../../src/index.js'
import {
  type ApiRig,
  apiUrl,
  createApiRig,
  deafToSignals,
  failureOf,
  follow,
  mutation,
  query,
  settle,
  stalledResponse,
  tokenResponse,
  unauthorized,
} from '../fetch/api-rig.js'
import { until } from '../token/source-rig.js'

const phases: readonly (readonly [string, (rig: ApiRig) => void])[] = [
  [
    'that wait for a token',
    (rig) => {
      rig.onToken = () => undefined
    },
  ],
  [
    'whose requests are out',
    (rig) => {
      rig.onApi = () => undefined
    },
  ],
  [
    'whose bodies stall',
    (rig) => {
      rig.onApi = () => stalledResponse().response
    },
  ],
  [
    'that wait for a fresh token',
    (rig) => {
      rig.onToken = (_call, index) => (index === 0 ? tokenResponse('token-1') : undefined)
      rig.onApi = () => unauthorized()
    },
  ],
  [
    'that wait for their next attempt',
    (rig) => {
      rig.onApi = () => new Response('{}', { status: 503 })
    },
  ],
]

describe('client.dispose()', () => {
  it.each(phases)('E4: ends operations %s, and leaves no timer', async (_phase, prepare) => {
    const rig = createApiRig({ retry: {} })
    prepare(rig)
    const results = [
      follow(rig.client.request(query)),
      follow(rig.client.urql.query(query, {}).toPromise()),
    ]
    await settle()
    expect(results.map(({ settled }) => settled)).toEqual([false, false])
    const sent = rig.apiCalls.length
    rig.client.dispose()
    await settle()
    expect(results[0]?.error).toBeInstanceOf(AbortedError)
    expect(results[1]?.value).toMatchObject({ error: { networkError: { code: 'aborted' } } })
    expect(rig.clock.pendingTimers()).toBe(0)
    for (const call of rig.apiCalls) expect(call.init.signal?.aborted).toBe(true)
    await rig.clock.advance(600_000)
    expect(rig.apiCalls).toHaveLength(sent)
  })

  it('E4: ends what a fetch that is deaf to signals still waits for', async () => {
    const inner = createApiRig()
    inner.onApi = () => undefined
    const { client } = createApiRig({ fetch: deafToSignals(inner.fetch) })
    const work = [follow(client.request(mutation)), follow(client.fetch(`${apiUrl}/file`))]
    // The first use of client.fetch loads what sends it.
    await until(() => inner.apiCalls.length === 2, 'both requests')
    client.dispose()
    await settle()
    for (const { error } of work) expect(error).toBeInstanceOf(AbortedError)
  })

  it('E4: ends a download whose body the caller is reading', async () => {
    const rig = createApiRig()
    rig.onApi = ({ init }) =>
      new Response(
        new ReadableStream({
          start: (stream) => {
            init.signal?.addEventListener('abort', () => stream.error(init.signal?.reason))
          },
        }),
      )
    const response = await rig.client.fetch(`${apiUrl}/file`)
    const state = follow(response.text())
    await settle()
    rig.client.dispose()
    await settle()
    expect(state.error).toBeInstanceOf(AbortedError)
  })

  it('lets every later operation fail with the reason, and sends nothing', async () => {
    const rig = createApiRig()
    rig.client.dispose()
    rig.client.dispose()
    expect(await failureOf(rig.client.request(query))).toMatchObject({
      code: 'aborted',
      message: 'The client has been disposed of. Create a new one.',
    })
    expect(await failureOf(rig.client.fetch('https://elsewhere.test/'))).toBeInstanceOf(
      AbortedError,
    )
    expect(await failureOf(rig.client.tokenSource.get())).toBeInstanceOf(AbortedError)
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([0, 0])
  })
})
