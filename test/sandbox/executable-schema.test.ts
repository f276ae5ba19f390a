import { expect, it } from 'vitest'
import { executableSchemaOf } from '../../src/sandbox/graphql/executable-schema.js'
import { createSandbox } from '../../src/sandbox/index.js'
import { enter } from './outsider.js'

const text = 'type Query { a: Int, b: Int }'
const without = 'type Query { a: Int }'
const third = 'type Query { b: Int }'

it('makes a schema of a text once', () => {
  expect(executableSchemaOf(text)).toBe(executableSchemaOf(text))
})

it('remembers the two texts that were asked for last', () => {
  const [first, second] = [executableSchemaOf(text), executableSchemaOf(without)]
  expect(executableSchemaOf(text)).toBe(first)
  executableSchemaOf(third)
  expect(executableSchemaOf(text)).toBe(first)
  expect(executableSchemaOf(without)).not.toBe(second)
})

it('refuses a text that is no schema, each time', () => {
  const refusal = /^createSandbox: schema is not valid SDL: Unknown type "Nothing"/
  for (const _ of ['once', 'again']) {
    expect(() => executableSchemaOf('type Query { a: Nothing }')).toThrow(refusal)
  }
})

it('lets sandboxes that serve the same text answer from worlds of their own', async () => {
  const schema =
    'type Query { me: Me madeUp: Page } type Me { name: URL! } type Page { address: URL! } scalar URL'
  const [one, two] = await Promise.all([createSandbox({ schema }), createSandbox({ schema })])
  const outsiders = await Promise.all([enter(one), enter(two)])
  one.dropField('Query.me')
  const [first, second] = await Promise.all(
    outsiders.map(({ ask }) => ask('{ madeUp { address } }')),
  )
  expect(JSON.stringify(first?.data)).toContain(`${one.url}/`)
  expect(JSON.stringify(second?.data)).toContain(`${two.url}/`)
  expect(await outsiders[0]?.ask('{ me { __typename } }')).toMatchObject({ status: 400 })
  expect(await outsiders[1]?.ask('{ me { __typename } }')).toMatchObject({ status: 200 })
  await Promise.all([one.close(), two.close()])
})
