import * as fc from 'fast-check'
import {
  buildSchema,
  introspectionFromSchema,
  lexicographicSortSchema,
  parse,
  printIntrospectionSchema,
  printSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { compareNaturally } from '../../src/codegen/natural-order.js'
import { normalizeSchema } from '../../src/codegen/normalize-schema.js'
import { readSchema } from '../../src/codegen/read-schema.js'
import { smallSchema } from './support.js'

const normalize = (text: string) => normalizeSchema(parse(text))

// Everything that a schema may contain, in no order at all.
const everything = `
schema { mutation: Mutation query: Query }
scalar Instant @specifiedBy(url: "https://a.test/instant")
union Thing = Node10 | Node2
interface Named implements Noted { note: String name: String }
interface Noted { note: String }
type Node2 implements Noted & Named { name: String note: String }
type Node10 { b(z: Int = 2, a: [String!]! = ["x"]): Thing! a: Colour @deprecated(reason: "use b") }
enum Colour { RED BLUE @deprecated GREEN }
input Where { text: String = "a \\"b\\"" colour: Colour nested: Where }
input Either @oneOf { one: Int two: Int }
type Query { things(where: Where = { text: "x" }, either: Either): [Thing!]! at: Instant }
type Mutation { paint(colour: Colour!): Boolean }
directive @zoned(b: Int, a: String = "x") repeatable on OBJECT | FIELD_DEFINITION
`

describe('the order', () => {
  it('is that of graphql-js', () => {
    const sorted = printSchema(lexicographicSortSchema(buildSchema(everything)))
    expect(normalize(everything).trim()).toBe(sorted)
  })

  it('compares names as graphql-js does', async () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0_]{0,3}\d{0,3}[a-z0]{0,2}$/)
    await fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 2, maxLength: 8 }), (names) => {
        const schema = buildSchema(`type Query { a: A } enum A { ${names.join(' ')} }`)
        const ours = [...names].sort(compareNaturally)
        const { A } = lexicographicSortSchema(schema).getTypeMap()
        const theirs = A && 'getValues' in A ? A.getValues().map((value) => value.name) : []
        expect(ours).toEqual(theirs)
      }),
    )
  })

  it('does not depend on the order given, and stays when normalised again', async () => {
    const { definitions } = parse(`${everything} ${smallSchema.split('type Query')[0]}`)
    const expected = normalizeSchema({ ...parse(everything), definitions })
    const shuffled = fc.shuffledSubarray([...definitions], { minLength: definitions.length })
    await fc.assert(
      fc.property(shuffled, (some) => {
        const text = normalizeSchema({ ...parse(everything), definitions: some })
        expect(text).toBe(expected)
        expect(normalize(text)).toBe(expected)
      }),
      { numRuns: 30 },
    )
  })

  it('keeps extensions after what they extend', () => {
    const text = normalize(
      'extend type Query { b: Int } extend type Query { a: Int } type Query { c: Int }',
    )
    expect(text).toBe(
      'type Query {\n  c: Int\n}\n\nextend type Query {\n  a: Int\n}\n\nextend type Query {\n  b: Int\n}\n',
    )
  })
})

describe('directives', () => {
  it('stay with their definitions, in the order they were written in', () => {
    const text = normalize(`
      type Query { me: Int @authorize(policy: "B") @authorize(policy: "A") }
      directive @authorize(policy: String!) repeatable on OBJECT | FIELD_DEFINITION`)
    expect(text).toBe(`directive @authorize(policy: String!) repeatable on FIELD_DEFINITION | OBJECT

type Query {
  me: Int @authorize(policy: "B") @authorize(policy: "A")
}
`)
  })

  it('get a definition when the text has none, made from their uses', () => {
    const text = normalize(`
      type Query @cost(weight: 1) {
        me(a: Int @hidden, b: In): Int @authorize(policy: "A") @authorize(roles: ["x"], apply: AFTER)
        you: Int @cost(weight: 1.5, of: null)
      }
      input In @hidden { a: Int @hidden }
      enum Colour { RED @hidden }`)
    expect(text).toContain(
      'directive @authorize(apply: String, policy: String, roles: [String]) repeatable on FIELD_DEFINITION\n',
    )
    expect(text).toContain(
      'directive @cost(of: String, weight: Float) on FIELD_DEFINITION | OBJECT\n',
    )
    expect(text).toContain(
      'directive @hidden on ARGUMENT_DEFINITION | ENUM_VALUE | INPUT_FIELD_DEFINITION | INPUT_OBJECT\n',
    )
    expect(normalize(text)).toBe(text)
  })
})

describe('what every server has', () => {
  it('is left out', () => {
    const text = normalize(`
      ${printIntrospectionSchema(buildSchema('type Query { a: Int }'))}
      scalar String scalar ID scalar Boolean scalar Int scalar Float
      schema { query: Query }
      type Query { a: Int }`)
    expect(text).toBe('type Query {\n  a: Int\n}\n')
  })

  it('leaves a schema definition in place that names other roots than the usual ones', () => {
    const roots = 'schema {\n  query: Query\n}\n\n'
    const mutation = 'type Mutation {\n  a: Int\n}\n\ntype Query {\n  a: Int\n}\n'
    expect(normalize(roots + mutation)).toBe(roots + mutation)
    const other = 'schema {\n  query: Root\n}\n\ntype Root {\n  a: Int\n}\n'
    expect(normalize(other)).toBe(other)
  })
})

it('writes values in one way, since graphql-js has had several', () => {
  const values = '@x(a: { b : [ {c:1.50}, {} ], d : RED, e : null })'
  const text = normalize(
    `type Query { a: Int ${values} } directive @x(a: String) on FIELD_DEFINITION`,
  )
  expect(text).toContain('@x(a: {b: [{c: 1.50}, {}], d: RED, e: null})')
})

describe('descriptions', () => {
  it.each([
    ['"Short."', '"""Short."""'],
    ['"""\n  Two\n\n  lines.   \n"""', '"""\nTwo\n\nlines.\n"""'],
    ['"Ends with \\"quotes\\""', '"""\nEnds with "quotes"\n"""'],
    ['"  "', ''],
    ['"a\\n  b"', '"""\na\n  b\n"""'],
    ['"   a\\n b"', '"   a\\n b"'],
    ['"bell \\u0007"', '"bell \\u0007"'],
  ])('%s', (written, kept) => {
    const text = normalize(`${written} type Query { a: Int }`)
    expect(text).toBe(`${kept && `${kept}\n`}type Query {\n  a: Int\n}\n`)
    expect(normalize(text)).toBe(text)
  })

  it('survive whatever they hold', async () => {
    await fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (first, second) => {
        const text = normalize(
          `${JSON.stringify(first)} type Query { ${JSON.stringify(second)} a(b: String = ${JSON.stringify(second)}): Int }`,
        )
        expect(normalize(text)).toBe(text)
        const argument = buildSchema(text).getQueryType()?.getFields().a?.args[0]
        expect(argument?.defaultValue).toBe(second)
      }),
    )
  })
})

describe('introspection', () => {
  it.each([true, false])('gives the same bytes as the text, under data: %s', (underData) => {
    const result = introspectionFromSchema(buildSchema(everything), {
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      inputValueDeprecation: true,
      oneOf: true,
    })
    const read = readSchema(JSON.stringify(underData ? { data: result } : result))
    if (!('document' in read)) throw new Error(read.finding)
    expect(normalizeSchema(read.document)).toBe(normalize(everything))
  })
})
