import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createClient } from '../../src/index.js'
import { installProgram } from '../support/program.js'
import { createScriptedFetch, graphqlResponse, tokenResponse } from '../support/scripted-fetch.js'
import { createVendorRig, fakeCredentials, type VendorRig } from '../support/vendor-rig.js'
import { createSourceRig } from './source-rig.js'

describe('A1: a client that is only constructed', () => {
  it('A1: asks for nothing, and the process ends by itself', async () => {
    const vendor = await createVendorRig()
    const program = await installProgram('test/token/construct-only.ts')
    // Held open by a timer or a socket, the child would run into the time limit.
    const { stdout } = await promisify(execFile)(process.execPath, [program.file, vendor.url], {
      timeout: 20_000,
    })
    expect(JSON.parse(stdout)).toEqual({ held: [], constructed: 'function' })
    expect(vendor.tokenRequests.length + vendor.graphqlRequests.length).toBe(0)
    await vendor.close()
    await program.remove()
  }, 25_000)

  it('A1: starts no timer', async () => {
    const { clock, requests } = createSourceRig()
    expect(clock.pendingTimers()).toBe(0)
    await clock.advance(1_000)
    expect(requests()).toBe(0)
  })
})

describe('over real sockets', () => {
  let vendor: VendorRig
  beforeEach(async () => {
    vendor = await createVendorRig()
  })
  afterEach(() => vendor.close())

  it('A2: a burst of first operations shares one token', async () => {
    const client = createClient({ ...fakeCredentials, baseUrl: vendor.url })
    await Promise.all(Array.from({ length: 100 }, () => client.request('{ me { apiClientId } }')))
    expect(vendor.tokenRequests).toHaveLength(1)
    expect(vendor.graphqlRequests.map(({ token }) => token)).toEqual(
      Array.from({ length: 100 }, () => 'rig-token-1'),
    )
    client.dispose()
  })
})

describe('A2: a burst', () => {
  it('A2: 1 000 concurrent first operations cost one token request and 1 000 others', async () => {
    const { fetch, calls } = createScriptedFetch(({ url }) =>
      url.endsWith('/oauth/token') ? tokenResponse('t') : graphqlResponse({ data: { ok: 1 } }),
    )
    const client = createClient({ ...fakeCredentials, fetch })
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => client.request('{ ok }')))
    expect(answers.filter((answer) => JSON.stringify(answer) === '{"ok":1}')).toHaveLength(1_000)
    expect(calls.filter(({ url }) => url.endsWith('/oauth/token'))).toHaveLength(1)
    expect(calls.filter(({ headers }) => headers.get('authorization') === 'Bearer t')).toHaveLength(
      1_000,
    )
  })

  it('A2: shares one token whatever the order of arrival', async () => {
    const { source, endpoint, requests, clock } = createSourceRig()
    const waiters = Array.from({ length: 500 }, () => source.get())
    await endpoint.called(1)
    waiters.push(...Array.from({ length: 500 }, () => source.get()))
    endpoint.calls[0]?.answer(tokenResponse('only'))
    const tokens = await Promise.all(waiters)
    expect(new Set(tokens.map(({ value }) => value))).toEqual(new Set(['only']))
    expect(requests()).toBe(1)
    expect(clock.pendingTimers()).toBe(0)
  })
})

describe('A3: a held token', () => {
  it('A3: serves for its whole life, and not a moment longer', async () => {
    const { clock, value, requests } = createSourceRig((_call, index) =>
      tokenResponse(`t${index + 1}`),
    )
    expect(await value()).toBe('t1')
    await clock.advance(3_600_000)
    expect(await value()).toBe('t1')
    expect(requests()).toBe(1)
    // A day, less the hard window of five seconds.
    await clock.advance(86_400_000 - 3_600_000 - 5_000)
    expect(await value()).toBe('t2')
    expect(requests()).toBe(2)
  })

  it('A3: is handed out as the same promise, made once', async () => {
    const { source } = createSourceRig(() => tokenResponse('t'))
    await source.get()
    expect(source.get()).toBe(source.get())
    expect(source.get({ signal: new AbortController().signal })).toBe(source.get())
  })
})

describe('A13: what throws at once', () => {
  it('A13: a fetch that throws costs its operation only', async () => {
    let broken = true
    const { failure, value, requests } = createSourceRig(undefined, {
      attempts: 1,
      fetch: () => {
        if (broken) throw new Error('no network stack')
        return Promise.resolve(tokenResponse('t'))
      },
    })
    expect(await failure()).toMatchObject({ code: 'token_unavailable', reason: 'network' })
    broken = false
    expect(await value()).toBe('t')
    expect(requests()).toBe(0)
  })

  it('A13: a secret supplier that throws costs its operation only, and is not quoted', async () => {
    let broken = true
    const { failure, value } = createSourceRig(() => tokenResponse('t'), {
      clientSecret: () => {
        if (broken) throw new Error('vault path kv/first-aml with s.token')
        return 'secret'
      },
    })
    const error = await failure()
    expect(error).toMatchObject({ code: 'token_unavailable', reason: 'secret_unavailable' })
    expect(String(error)).not.toContain('vault')
    expect(error).not.toHaveProperty('cause')
    broken = false
    expect(await value()).toBe('t')
  })

  it('A13: an operation of a whole client gets an error result, and the next one works', async () => {
    let broken = true
    const client = createClient({
      ...fakeCredentials,
      tokenRequests: { attempts: 1 },
      fetch: async (input) => {
        if (!String(input).endsWith('/oauth/token')) return graphqlResponse({ data: { ok: 1 } })
        if (broken) throw new Error('no network stack')
        return tokenResponse('t')
      },
    })
    const { error } = await client.urql.query('{ ok }', {}).toPromise()
    expect(error?.networkError).toMatchObject({ code: 'token_unavailable' })
    broken = false
    expect(await client.request('{ ok }')).toMatchObject({ ok: 1 })
  })
})
