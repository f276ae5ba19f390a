import { expect, it } from 'vitest'
import { createExecutableSchema } from '../../src/sandbox/graphql/executable-schema.js'

const config = { rootFields: {}, settle: () => {}, baseUrl: () => 'http://127.0.0.1:0' }
const make = (sdl: string) => createExecutableSchema(sdl, config)
const nodeOf = (sdl: string) => make(sdl).getQueryType()?.astNode

const text = 'type Query { a: Int, b: Int }'
const without = 'type Query { a: Int }'
const third = 'type Query { b: Int }'

it('reads a text once, and makes a schema of its own of it each time', () => {
  const [one, two] = [make(text), make(text)]
  expect(two).not.toBe(one)
  expect(two.getQueryType()?.astNode).toBe(one.getQueryType()?.astNode)
})

it('remembers the two texts that came last', () => {
  const [first, second] = [nodeOf(text), nodeOf(without)]
  expect(nodeOf(text)).toBe(first)
  nodeOf(third)
  expect(nodeOf(without)).toBe(second)
  expect(nodeOf(text)).not.toBe(first)
})

it('refuses a text that is no schema, each time', () => {
  const refusal = /^createSandbox: schema is not valid SDL: Unknown type "Nothing"/
  for (const _ of ['once', 'again']) {
    expect(() => make('type Query { a: Nothing }')).toThrow(refusal)
  }
})
