import { afterEach, describe, expect, it } from 'vitest'
import { createSandbox } from '../../src/sandbox/index.js'
import { closeSandboxes, getToken, readObject, sendRaw, startSandbox } from './support.js'

const browser = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'user-agent': 'Mozilla/5.0',
}

afterEach(closeSandboxes)

describe('pages for browsers', () => {
  it('leave API clients alone: whoever has a token, a query or other wishes', async () => {
    const sandbox = await startSandbox()
    const authorization = `Bearer ${await getToken(sandbox)}`
    const ask = async (path: string, headers: Record<string, string>, method = 'GET') =>
      (await fetch(`${sandbox.url}${path}`, { method, headers })).status
    expect(await ask('/graphql/', { 'user-agent': 'x' })).toBe(401)
    expect(await ask('/graphql/', { accept: 'application/json' })).toBe(401)
    expect(await ask('/graphql/', { accept: 'text/html', authorization })).toBe(406)
    expect(await ask('/graphql/?query=%7B__typename%7D', browser)).toBe(401)
    expect(await ask('/graphql/?sdl', browser)).toBe(401)
    expect(await ask('/graphql/', { ...browser, authorization }, 'DELETE')).toBe(405)
    expect(sandbox.requestCounts.graphql).toBe(5)
  })

  it('are not logged, and neither is the token that GraphiQL gets', async () => {
    const sandbox = await startSandbox()
    for (const path of ['/_sandbox/', '/_sandbox', '/_sandbox/live.js', '/_sandbox/live.css']) {
      const response = await fetch(`${sandbox.url}${path}`, { headers: browser })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/,
      )
    }
    const headers = { 'content-type': 'application/json' }
    const signIn = await fetch(`${sandbox.url}/_sandbox/token`, { method: 'POST', headers })
    const { access_token: token } = await readObject(signIn)
    expect(sandbox.requests).toEqual([])
    expect(sandbox.review()).toEqual((await startSandbox()).review())
    const authorization = `Bearer ${token}`
    const read = await fetch(`${sandbox.graphqlUrl}?query=%7Bme%7BapiClientId%7D%7D`, {
      headers: { authorization },
    })
    expect(await read.json()).toEqual({
      data: { me: { apiClientId: 'sandbox-client-id@clients' } },
    })
  })

  it('give a token only to whom the browser would have asked first', async () => {
    const sandbox = await startSandbox()
    const response = await fetch(`${sandbox.url}/_sandbox/token`, { method: 'POST', body: 'x' })
    expect(response.status).toBe(415)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('answer to loopback names only', async () => {
    const sandbox = await startSandbox()
    const { port } = new URL(sandbox.url)
    const ask = async (host: string) =>
      (await sendRaw(`${sandbox.url}/_sandbox/`, { headers: { ...browser, host } })).status
    expect(await ask(`localhost:${port}`)).toBe(200)
    expect(await ask(`[::1]:${port}`)).toBe(200)
    expect(await ask(`evil.example:${port}`)).toBe(404)
    expect(await ask(`localhost.evil.example:${port}`)).toBe(404)
  })

  it('can be switched off', async () => {
    const sandbox = await startSandbox({ pages: false })
    const ask = async (path: string) =>
      (await fetch(`${sandbox.url}${path}`, { headers: browser })).status
    expect(await ask('/_sandbox/')).toBe(404)
    expect(await ask('/graphql/')).toBe(401)
    await expect(startSandbox({ pages: JSON.parse('"no"') })).rejects.toThrow(
      new TypeError('createSandbox: pages must be true or false'),
    )
  })

  it('tell what happens without anything that opens a door', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    const response = await fetch(`${sandbox.url}/_sandbox/live.json`)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const text = await response.text()
    expect(text).not.toContain(token)
    expect(text).not.toContain(sandbox.credentials.clientSecret)
    expect(JSON.parse(text)).toMatchObject({
      counts: { token: 1 },
      requests: [{ kind: 'token', status: 200 }],
      tokens: [{ clientId: 'sandbox-client-id', masked: `…${token.slice(-4)}`, status: 'valid' }],
      faults: [],
    })
  })

  it('show the faults that are still to come', async () => {
    const faulty = await createSandbox({ pages: true, onUnusedFaults: 'ignore' })
    faulty.faults.next({ kind: 'graphql', count: 2, fault: { type: 'status', status: 503 } })
    const response = await fetch(`${faulty.url}/_sandbox/live.json`)
    expect(await response.json()).toMatchObject({
      faults: [{ label: 'fault-1: status for graphql', left: 2 }],
    })
    await faulty.close()
  })

  it('stand beside the control endpoint, which has the same path', async () => {
    const both = await createSandbox({ pages: true, control: true })
    const answers = [`/_sandbox/`, `/_sandbox/live.json`, `/_sandbox/faults`, `/_sandbox/nothing`]
    const statuses = answers.map(async (path) => (await fetch(`${both.url}${path}`)).status)
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404])
    expect(both.review().requests).toBe(0)
    await both.close()
  })

  it('forget the faults, dropped fields and secrets of before a reset', async () => {
    const used = await createSandbox({ pages: true })
    const { clientSecret } = used.credentials
    used.faults.next({ kind: 'graphql', fault: { type: 'status', status: 503 } })
    used.dropField('CaseInformation.reference')
    used.rotateSecret()
    used.reset()
    const { url } = used
    expect(used.faults.unused()).toEqual([])
    expect(used.credentials.clientSecret).toBe(clientSecret)
    expect(() => used.restoreField('CaseInformation.reference')).toThrow(/was not taken out/)
    expect((await fetch(`${url}/_sandbox/live.json`)).status).toBe(200)
    await used.close()
  })
})
