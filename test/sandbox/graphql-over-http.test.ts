// The audits of GraphQL over HTTP, with a token: what the specification's reference wants of any
// server, MUST, SHOULD and MAY alike.
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { getToken } from './support.js'

describe('GraphQL over HTTP', () => {
  let sandbox: Sandbox
  let authorization: string

  beforeAll(async () => {
    sandbox = await createSandbox()
    authorization = `Bearer ${await getToken(sandbox)}`
  })
  afterAll(() => sandbox.close())

  const audits = serverAudits({
    url: () => sandbox.graphqlUrl,
    fetchFn: (url: string, init: RequestInit = {}) => {
      const headers = new Headers(init.headers)
      headers.set('authorization', authorization)
      return fetch(url, { ...init, headers })
    },
  })

  it('has 61 audits', () => {
    expect(audits).toHaveLength(61)
  })

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))(
    'passes %s: %s',
    async (_id, _name, audit) => {
      const result = await audit.fn()
      expect(result.status, 'reason' in result ? result.reason : '').toBe('ok')
    },
  )
})
