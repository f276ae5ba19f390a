import { buildSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentCacheOf } from '../../src/sandbox/graphql/document-cache.js'

describe('the cache of documents', () => {
  const schema = buildSchema('type Query { a: Int }')
  const prepare = documentCacheOf(schema)

  it('is one for all who ask of a schema, and another for another schema', () => {
    expect(documentCacheOf(schema)).toBe(prepare)
    expect(documentCacheOf(buildSchema('type Query { a: Int }'))).not.toBe(prepare)
  })

  it('parses and validates a text once, be it right or wrong', () => {
    for (const text of ['{ a }', '{ b }', '{']) expect(prepare(text)).toBe(prepare(text))
    expect(prepare('{ a }')).toHaveProperty('document')
    expect(prepare('{ b }')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    })
    expect(prepare('{')).toMatchObject({
      errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    })
  })

  it('forgets, so that a client that writes values into its texts cannot fill the memory', () => {
    const first = prepare('{ a }')
    for (let number = 0; number < 500; number += 1) prepare(`{ a${number}: a }`)
    expect(prepare('{ a }')).not.toBe(first)
  })
})
