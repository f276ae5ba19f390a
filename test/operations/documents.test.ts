// What every document keeps to, read from the files, the exported documents and the schema.
import {
  type DocumentNode,
  isAbstractType,
  isUnionType,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  print,
  specifiedRules,
  validate,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { requiredScopes } from '../../src/operations.js'
import { selectionsOf, sizeOf } from './selections.js'
import { documents, operationOf, readFolder, rootFields, rootFieldsOf, schema } from './support.js'

const operations = readFolder('operations')
const fragments = readFolder('fragments')
const each = [...documents]

describe('every operation', () => {
  it('is one file, named as the operation, and exported', () => {
    for (const { name, text } of operations) {
      const definitions = parse(text).definitions.map((node) =>
        node.kind === Kind.OPERATION_DEFINITION ? node.name?.value : node.kind,
      )
      expect(definitions).toEqual([name])
    }
    expect([...documents.keys()].sort()).toEqual(operations.map(({ name }) => name).sort())
  })

  it('says what it is for and which scope it wants', () => {
    for (const { name, text } of operations) {
      const comment = /^(# .+\n)+/.exec(text)?.[0] ?? ''
      const scope = Object.entries(requiredScopes).find(([key]) => key === name)?.[1]
      expect(comment.length, name).toBeGreaterThan(50)
      expect(comment, name).toMatch(new RegExp(`\\n# Scope: ${scope}\\.\\n$`))
    }
  })

  it('is valid, uses every fragment it carries, and nothing deprecated', () => {
    for (const [name, document] of each) {
      const problems = validate(schema, document, [...specifiedRules, NoDeprecatedCustomRule])
      expect({ name, problems }).toEqual({ name, problems: [] })
    }
  })

  it('selects one root field, and each root field has an operation of its name', () => {
    for (const [name, document] of each) expect(rootFieldsOf(document), name).toHaveLength(1)
    expect(rootFields).toHaveLength(33)
    for (const { name } of rootFields) {
      const document = documents.get(`${name.charAt(0).toUpperCase()}${name.slice(1)}`)
      expect(document && rootFieldsOf(document), name).toEqual([name])
    }
  })

  it('says in its comment when it rests on unconfirmed facts', () => {
    for (const name of ['CreateCase', 'CreateIndividualDocument']) {
      const text = operations.find((operation) => operation.name === name)?.text
      expect(text?.replaceAll(/\n# /g, ' ')).toContain('Rests on unconfirmed facts: ')
    }
  })
})

describe('every selection', () => {
  it('of a union or interface has __typename', () => {
    for (const [name, document] of each) {
      for (const { type, fields } of selectionsOf(document)) {
        if (!isAbstractType(type)) continue
        expect([...(fields.get(type.name) ?? [])], `${name}, ${type.name}`).toContain('__typename')
      }
    }
  })

  it('of a union has more than __typename of each member, which is how unwrap knows it', () => {
    for (const [name, document] of each) {
      for (const { type, fields } of selectionsOf(document)) {
        if (!isUnionType(type)) continue
        const members = [...fields].filter(([, names]) => [...names].some(isNoTypename))
        const expected = type.getTypes().map((member) => member.name)
        expect(members.map(([member]) => member).sort(), `${name}, ${type.name}`).toEqual(
          [...expected].sort(),
        )
      }
    }
  })

  it('is lean: never all of a case, and a mutation answers with a few fields', () => {
    const all = Object.keys(fieldsOf('CaseInformation'))
    for (const [name, document] of each) {
      const ofCase = new Set(
        selectionsOf(document).flatMap(({ fields }) => [...(fields.get('CaseInformation') ?? [])]),
      )
      expect(ofCase.size, name).toBeLessThan(all.length - 3)
      if (operationOf(document).operation === 'mutation') expect(sizeOf(document)).toBeLessThan(26)
    }
    const sizes = ['CaseStatus', 'CaseSummary', 'CaseFull'].map((name) => sizeOf(read(name)))
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
    expect(sizes[0]).toBeLessThan(16)
    // A page holds up to a hundred of these.
    expect(sizeOf(read('SearchCases'))).toBeLessThan(22)
  })
})

describe('every fragment', () => {
  it('is one file, named as the fragment, with a comment, and used', () => {
    const used = operations
      .concat(fragments)
      .map(({ text }) => text.replaceAll(/^fragment.*/gm, ''))
    for (const { name, text } of fragments) {
      expect(text).toMatch(new RegExp(`^(# .+\\n)+fragment ${name} on `))
      expect(used.some((body) => body.includes(`...${name}\n`))).toBe(true)
    }
  })
})

describe('the map of scopes', () => {
  it('says of every operation what the directives of the schema say', () => {
    const scopes = Object.fromEntries(
      each.map(([name, document]) => {
        const [rootField] = rootFieldsOf(document)
        const field = rootFields.find((candidate) => candidate.name === rootField)
        const policy = /@authorize\(policy: "(\w+)"\)/.exec(
          field?.astNode ? print(field.astNode) : '',
        )
        // ReadOnly is read-only, and so on.
        return [name, policy?.[1]?.replace(/(?<=[a-z])(?=[A-Z])/, '-').toLowerCase()]
      }),
    )
    expect(requiredScopes).toEqual(scopes)
    expect(new Set(Object.values(scopes)).size).toBe(3)
  })
})

function isNoTypename(name: string): boolean {
  return name !== '__typename'
}

function read(name: string): DocumentNode {
  const document = documents.get(name)
  if (!document) throw new Error(`no operation ${name}`)
  return document
}

function fieldsOf(name: string): object {
  const type = schema.getType(name)
  return type && 'getFields' in type ? type.getFields() : {}
}
