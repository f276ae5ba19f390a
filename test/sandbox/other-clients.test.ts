// Clients that others wrote, as they come: each gets its token by itself and asks who it is.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { SetContextLink } from '@apollo/client/link/context'
import { GraphQLClient } from 'graphql-request'
import { afterEach, describe, expect, it } from 'vitest'
import { findProgram } from '../support/programs.js'
import { closeSandboxes, getToken, startSandbox, tokenBody } from './support.js'

const execute = promisify(execFile)
const curl = findProgram('curl')
const query = 'query Me { me { apiClientId } }'
const mutation =
  'mutation Submit { submitCase(caseId: "1002") { __typename ... on CaseInformation { caseStatus } } }'
const me = { me: { apiClientId: 'sandbox-client-id@clients' } }

afterEach(closeSandboxes)

describe('other clients', () => {
  it('graphql-request asks, changes and hears of mistakes', async () => {
    const sandbox = await startSandbox()
    const headers = async () => ({ authorization: `Bearer ${await getToken(sandbox)}` })
    const client = new GraphQLClient(sandbox.graphqlUrl, { headers: await headers() })
    expect(await client.request(query)).toEqual(me)
    expect(await client.request(mutation)).toMatchObject({
      submitCase: { caseStatus: 'IN_PROGRESS' },
    })
    await expect(client.request('{ nothing }')).rejects.toMatchObject({
      response: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
    })
    sandbox.revokeTokens()
    await expect(client.request(query)).rejects.toMatchObject({ response: { status: 401 } })
  })

  it('Apollo Client asks, changes and hears of mistakes', async () => {
    const sandbox = await startSandbox()
    const token = getToken(sandbox)
    const authorize = new SetContextLink(async () => ({
      headers: { authorization: `Bearer ${await token}` },
    }))
    const client = new ApolloClient({
      link: authorize.concat(new HttpLink({ uri: sandbox.graphqlUrl })),
      cache: new InMemoryCache(),
    })
    expect((await client.query({ query: gql(query) })).data).toMatchObject(me)
    const changed = await client.mutate({ mutation: gql(mutation) })
    expect(changed.data).toMatchObject({ submitCase: { caseStatus: 'IN_PROGRESS' } })
    await expect(client.query({ query: gql('query Wrong { nothing }') })).rejects.toThrow(
      'Cannot query field "nothing"',
    )
    client.stop()
  })

  it.skipIf(curl === undefined)('curl asks', async () => {
    const sandbox = await startSandbox()
    const run = async (...args: string[]): Promise<unknown> =>
      JSON.parse((await execute('curl', ['--silent', '--show-error', '--fail', ...args])).stdout)
    const answer = await run(sandbox.tokenUrl, '--json', JSON.stringify(tokenBody(sandbox)))
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 })
    const token = Object(answer).access_token
    const authorization = `authorization: Bearer ${token}`
    const asked = await run(
      sandbox.graphqlUrl,
      ...['--header', authorization, '--json', JSON.stringify({ query })],
    )
    expect(asked).toEqual({ data: me })
    expect(sandbox.requests.map(({ userAgent }) => userAgent?.startsWith('curl/'))).toEqual([
      true,
      true,
    ])
  })
})
