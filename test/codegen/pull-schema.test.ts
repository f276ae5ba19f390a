import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as fc from 'fast-check'
import { buildSchema, introspectionFromSchema, validateSchema } from 'graphql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type PullSchemaOptions, pullSchema, SchemaPullError } from '../../src/codegen/index.js'
import { anyCharacter } from '../support/any-character.js'
import { createVendorRig, sendJson, type VendorRig } from '../support/vendor-rig.js'
import { createSmallProject, type Project, smallSchema } from './support.js'

let rig: VendorRig
let project: Project

beforeEach(async () => {
  rig = await createVendorRig()
  project = await createSmallProject()
})
afterEach(async () => {
  await rig.close()
  await project.remove()
})

const at = (day: string) => ({ now: () => Date.parse(`${day}T23:59:59Z`) })

function pull(options: Partial<PullSchemaOptions> = {}) {
  return pullSchema({
    clientId: 'id',
    clientSecret: 'kept-from-everyone',
    baseUrl: rig.url,
    output: project.snapshot,
    runtime: at('2026-01-31'),
    ...options,
  })
}

function serveText(text: string): void {
  rig.onGraphql = (_request, response) => {
    response.end(text)
  }
}

const introspection = introspectionFromSchema(buildSchema(smallSchema), {
  directiveIsRepeatable: true,
})
const withoutPolicies = smallSchema.replace(' @authorize(policy: "ReadOnly")', '')

describe('the questions', () => {
  it('start with the schema text, asked for with token and user agent', async () => {
    serveText(smallSchema)
    const pulled = await pull({ userAgent: 'acme-crm/1.2' })
    expect(pulled).toMatchObject({ served: 'sdl', url: `${rig.url}/graphql/`, changed: false })
    expect(rig.graphqlRequests).toHaveLength(1)
    expect(rig.graphqlRequests[0]).toMatchObject({
      method: 'GET',
      path: '/graphql/?sdl',
      token: 'rig-token-1',
    })
    expect(rig.graphqlRequests[0]?.headers['user-agent']).toMatch(/^acme-crm\/1\.2 firstaml-client/)
  })

  it.each([400, 404, 405])('go on to introspection after a %i', async (status) => {
    rig.onGraphql = ({ method }, response) => {
      if (method === 'GET') sendJson(response, status, {})
      else sendJson(response, 200, { data: introspection })
    }
    expect(await pull()).toMatchObject({ served: 'introspection', changed: true })
    expect(rig.graphqlRequests.map(({ method }) => method)).toEqual(['GET', 'POST'])
    expect(await project.readSnapshot()).toContain(`\n\n${withoutPolicies}`)
  })

  it('do not go on after a text that is broken, which introspection would only hide', async () => {
    rig.onGraphql = ({ method }, response) => {
      if (method === 'GET') response.end(smallSchema.slice(0, -4))
      else sendJson(response, 200, { data: introspection })
    }
    await expect(pull()).rejects.toMatchObject({ reason: 'invalid_schema', status: 200 })
    expect(rig.graphqlRequests).toHaveLength(1)
  })

  it('take no schema that comes with an error status', async () => {
    rig.onOther = (_request, response) => {
      response.writeHead(400).end(smallSchema)
    }
    const refused = pull({ schemaUrl: `${rig.url}/docs` })
    await expect(refused).rejects.toMatchObject({ reason: 'not_found', status: 400 })
  })

  it('let no secret that the server repeats into an error', async () => {
    const message = 'kept-from-everyone asked with rig-token-1'
    rig.onGraphql = (_request, response) => sendJson(response, 400, { errors: [{ message }] })
    await expect(pull()).rejects.toThrow('[redacted] asked with [redacted]')
  })

  it('go on to introspection after a web page', async () => {
    rig.onGraphql = ({ method }, response) => {
      if (method === 'GET') response.end('<html>Try our IDE</html>')
      else sendJson(response, 200, introspection)
    }
    expect(await pull()).toMatchObject({ served: 'introspection' })
  })

  it('ask an old server for less', async () => {
    rig.onGraphql = ({ method, body }, response) => {
      if (method === 'GET') sendJson(response, 404, {})
      else if (/isOneOf|isRepeatable|includeDeprecated: true\) \{\s+\.\.\.InputValue/.test(body)) {
        sendJson(response, 400, { errors: [{ message: 'Cannot query field.' }] })
      } else sendJson(response, 200, { data: introspection })
    }
    expect(await pull()).toMatchObject({ served: 'introspection' })
    expect(rig.graphqlRequests).toHaveLength(4)
  })

  it.each([
    ['text', () => smallSchema],
    ['introspection', () => JSON.stringify(introspection)],
    ['introspection under data', () => JSON.stringify({ data: introspection })],
  ])('are one only where an address is configured: %s', async (_name, text) => {
    rig.onOther = (_request, response) => {
      response.end(text())
    }
    const pulled = await pull({ schemaUrl: `${rig.url}/docs/schema?v=1` })
    expect(pulled).toMatchObject({ served: 'schemaUrl', url: `${rig.url}/docs/schema` })
    expect(rig.otherRequests.map(({ path }) => path)).toEqual(['/docs/schema?v=1'])
    expect(rig.graphqlRequests).toEqual([])
  })

  it('follow a redirect within the origin', async () => {
    rig.onGraphql = (_request, response) => {
      response.writeHead(302, { location: '/docs/schema.graphql' }).end()
    }
    rig.onOther = ({ token }, response) => {
      response.end(token === 'rig-token-1' ? smallSchema : '')
    }
    expect(await pull()).toMatchObject({ served: 'sdl' })
  })

  it('get a fresh token once when theirs is refused', async () => {
    rig.onGraphql = ({ token }, response) => {
      if (token === 'rig-token-1') sendJson(response, 401, {})
      else response.end(smallSchema)
    }
    expect(await pull()).toMatchObject({ served: 'sdl' })
    expect(rig.tokenRequests).toHaveLength(2)
  })

  it('end when the time allowed is over', async () => {
    rig.onGraphql = () => {}
    const error = await pull({ timeoutMs: 40 }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(SchemaPullError)
    expect(error).toMatchObject({ reason: 'timeout', target: `${rig.url}/graphql/` })
    expect(error).toHaveProperty('message', expect.stringContaining('within 0.04 s. Try again'))
  })

  it('end when an answer is longer than any schema', async () => {
    rig.onGraphql = (_request, response) => {
      response.end('x'.repeat(20_000_001))
    }
    await expect(pull()).rejects.toMatchObject({ code: 'schema_pull', reason: 'too_large' })
  })
})

describe('the stamp', () => {
  it('names source, day and hash, and stays while source and schema do', async () => {
    serveText(`# anything\n${smallSchema}`)
    const first = await pull()
    const text = await project.readSnapshot()
    expect(text).toBe(
      `# The GraphQL schema of the First AML Public API, in normal form.\n# source: ${rig.url}/graphql/\n# date: 2026-01-31\n# sha256: ${first.hash}\n\n${smallSchema}`,
    )
    expect(first).toMatchObject({ written: true, changed: false, date: '2026-01-31' })

    const second = await pull({ runtime: at('2026-02-01') })
    expect(second).toEqual({ ...first, written: false })
    expect(await project.readSnapshot()).toBe(text)
  })

  it('is renewed for another schema and for another source', async () => {
    serveText(smallSchema)
    await pull()
    const other = await pull({ source: 'a  copy\nof it', runtime: at('2026-02-01') })
    expect(other).toMatchObject({ changed: false, written: true, source: 'a copy of it' })
    serveText(smallSchema.replace('apiClientId', 'clientId'))
    const next = await pull({ source: 'a copy of it', runtime: at('2026-02-02') })
    expect(next).toMatchObject({ changed: true, written: true, date: '2026-02-02' })
  })

  it('is renewed when the text below it was edited', async () => {
    serveText(smallSchema)
    await pull()
    const text = await project.readSnapshot()
    await writeFile(project.snapshot, text.replace('Who asks', 'Who cares'))
    expect(await pull()).toMatchObject({ changed: true, written: true })
    expect(await project.readSnapshot()).toBe(text)

    await writeFile(project.snapshot, text.replace(/sha256: \w{9}/, 'sha256: 123456789'))
    expect(await pull()).toMatchObject({ changed: false, written: true })
    expect(await project.readSnapshot()).toBe(text)
  })

  it('never names a mirror as the source', async () => {
    serveText(smallSchema)
    const mirror = { mirrorsOutput: true, source: 'written by hand' }
    expect(await pull(mirror)).toMatchObject({ written: true, source: 'written by hand' })
    expect(await pull(mirror)).toMatchObject({ written: false })

    await pull()
    const pulled = await project.readSnapshot()
    expect(await pull(mirror)).toMatchObject({ written: false, source: `${rig.url}/graphql/` })
    expect(await project.readSnapshot()).toBe(pulled)

    serveText(smallSchema.replace('apiClientId', 'clientId'))
    const edited = `${rig.url}/graphql/, edited here since`
    expect(await pull(mirror)).toMatchObject({ changed: true, source: edited })
    serveText(smallSchema)
    expect(await pull(mirror)).toMatchObject({ changed: true, source: edited })
  })
})

describe('the file', () => {
  it('is made with its directory where there is none', async () => {
    serveText(smallSchema)
    const output = join(dirname(project.snapshot), 'new/schema.graphql')
    expect(await pull({ output })).toMatchObject({ changed: true, written: true })
    expect(await readFile(output, 'utf8')).toContain(smallSchema)
  })

  it('leaves nothing behind when it cannot be written', async () => {
    serveText(smallSchema)
    const output = join(project.snapshot, 'schema.graphql')
    const before = await project.readAll()
    await expect(pull({ output })).rejects.toMatchObject({ reason: 'output', target: output })
    await expect(pull({ output })).rejects.toThrow(
      /could not be written \(ENOTDIR.* Choose an output/,
    )
    expect(await project.readAll()).toEqual(before)
    expect((await readdir(dirname(project.snapshot))).filter((name) => /tmp/.test(name))).toEqual(
      [],
    )
  })
})

it('refuses options that cannot work before anything is sent', async () => {
  await expect(pull({ output: '' })).rejects.toThrow(/^output must be/)
  await expect(pull({ timeoutMs: 0 })).rejects.toThrow(/^timeoutMs must be/)
  await expect(pull({ schemaUrl: 'http://example.test' })).rejects.toThrow(
    /^schemaUrl must be https/,
  )
  await expect(pull({ clientId: '' })).rejects.toThrow(/^clientId must be/)
  expect(rig.tokenRequests).toEqual([])
})

it('writes a valid schema or nothing, whatever the server answers', async () => {
  // Bits of schemas, whole and torn, in any order.
  const piece = fc.oneof(
    fc.constantFrom(smallSchema, 'type Query { a: B }', 'scalar B', 'enum B { A }', '<html>', '{}'),
    fc.constantFrom(
      'extend type Query { b: Int }',
      '@x(a: 1)',
      '"""',
      '# ',
      'union U = Query | Me',
    ),
    fc.constantFrom('schema { query: Me }', 'type Me @x(a: B) { b: Int @y }', 'input I { i: I! }'),
    fc
      .tuple(fc.nat(smallSchema.length), fc.nat(smallSchema.length))
      .map(([from, to]) => smallSchema.slice(Math.min(from, to), Math.max(from, to))),
    fc.string({ unit: anyCharacter }),
  )
  const json = fc.json().map((text) => `{"data":{"__schema":{"directives":[],"types":[${text}]}}}`)
  const anything = fc.oneof(
    fc.array(piece).map((pieces) => pieces.join('\n')),
    json,
  )
  await fc.assert(
    fc.asyncProperty(anything, async (text) => {
      await writeFile(project.snapshot, 'as it was')
      const answer = () => Promise.resolve(new Response(text))
      const fetch: typeof globalThis.fetch = (input) =>
        String(input).endsWith('/token')
          ? Promise.resolve(Response.json({ access_token: 't', expires_in: 60 }))
          : answer()
      const result = await pull({ fetch }).catch((error: unknown) => error)
      const kept = await project.readSnapshot()
      if (result instanceof Error) {
        expect(result).toBeInstanceOf(SchemaPullError)
        expect(result.message).not.toContain('\n')
        expect(kept).toBe('as it was')
      } else expect(validateSchema(buildSchema(kept))).toEqual([])
    }),
    { numRuns: 300 },
  )
})
