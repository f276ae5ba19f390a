// What client.request makes of a document, and of an answer that is not what was asked for.
import { describe, expect, it } from 'vitest'
import { createApiRig, failureOf, graphqlResponse, meData, query } from '../fetch/api-rig.js'

const fragment = 'fragment Who on User { apiClientId }'

describe('a document', () => {
  it('may begin with its fragments', async () => {
    const rig = createApiRig()
    const document = `${fragment} query Look { me { ...Who } }`
    expect(await rig.client.request(document)).toEqual(meData)
  })

  it('of fragments alone is refused unsent, and the message says so', async () => {
    const rig = createApiRig()
    const error = await failureOf(rig.client.request(fragment))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain('only fragments')
    expect([rig.tokenCalls.length, rig.apiCalls.length]).toEqual([0, 0])
  })
})

describe('a GraphQL error', () => {
  it('has the server’s name of the request, and the data that came along', async () => {
    const rig = createApiRig()
    const errors = [{ message: 'no', path: ['me'], extensions: { code: 'BROKEN' } }]
    rig.onApi = () =>
      graphqlResponse({ data: { me: null }, errors }, { headers: { 'x-request-id': 'r-1' } })
    expect(await failureOf(rig.client.request(query))).toMatchObject({
      code: 'graphql_errors',
      errors,
      data: { me: null },
      requestId: 'r-1',
    })
  })

  it.each([undefined, null, true])('is told of, when a variable is %s', async (value) => {
    const rig = createApiRig()
    rig.onApi = () => graphqlResponse({ errors: [{ message: 'no' }] })
    const error = await failureOf(rig.client.request(query, { value }))
    expect(error).toMatchObject({ code: 'graphql_errors', errors: [{ message: 'no' }] })
  })
})
