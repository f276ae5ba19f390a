import { readFile } from 'node:fs/promises'
import { buildClientSchema, buildSchema, getIntrospectionQuery, printSchema } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { closeSandboxes, getToken, postGraphql, startSandbox } from './support.js'

const snapshot = await readFile(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8')

afterEach(closeSandboxes)

describe('the documentation endpoint', () => {
  it.each(['/graphql?sdl', '/graphql/?sdl', '/graphql/?SDL=1'])(
    'serves the schema at %s',
    async (path) => {
      const sandbox = await startSandbox()
      const response = await fetch(`${sandbox.url}${path}`, {
        headers: { authorization: `Bearer ${await getToken(sandbox)}` },
      })
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('application/graphql; charset=utf-8')
      expect(await response.text()).toBe(snapshot)
    },
  )

  it('serves the schema text it was given, letter by letter', async () => {
    const schema = '# kept\ntype Query { ok: Boolean }\n'
    const sandbox = await startSandbox({ schema })
    const headers = { authorization: `Bearer ${await getToken(sandbox)}` }
    const response = await fetch(`${sandbox.graphqlUrl}?sdl`, { headers })
    expect(await response.text()).toBe(schema)
  })

  it('wants a token', async () => {
    const sandbox = await startSandbox()
    const response = await fetch(`${sandbox.graphqlUrl}?sdl`)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
  })

  it('answers HEAD with the headers alone and other methods with 405', async () => {
    const sandbox = await startSandbox()
    const headers = { authorization: `Bearer ${await getToken(sandbox)}` }
    const head = await fetch(`${sandbox.graphqlUrl}?sdl`, { method: 'HEAD', headers })
    expect(head.status).toBe(200)
    expect(head.headers.get('content-type')).toBe('application/graphql; charset=utf-8')
    expect(await head.text()).toBe('')
    const put = await fetch(`${sandbox.graphqlUrl}?sdl`, { method: 'PUT', headers })
    expect(put.status).toBe(405)
    expect(put.headers.get('allow')).toBe('GET, HEAD, OPTIONS')
  })

  it('gives the same schema by introspection, but for the policies', async () => {
    const sandbox = await startSandbox()
    const query = getIntrospectionQuery({ directiveIsRepeatable: true })
    const response = await postGraphql(sandbox, await getToken(sandbox), { query })
    const { data } = JSON.parse(await response.text())
    const introspected = printSchema(buildClientSchema(data))
    expect(introspected).toBe(printSchema(buildSchema(snapshot)))
    expect(introspected).not.toContain('@authorize(policy: "')
  })
})
