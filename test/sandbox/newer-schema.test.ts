// A schema that was pulled can be newer than the sandbox, or another altogether.
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'

const snapshot = await readFile(new URL('../../graphql/schema.graphql', import.meta.url), 'utf8')

afterEach(closeSandboxes)

describe('a newer schema', () => {
  const schema = `${snapshot}
    extend type Query {
      archivedCase(caseId: String!, reference: String): QueryCaseResult
      archivedCases: PageOfCasesMatchingSearch!
    }
    extend type CaseInformation { nickname: String! archivedOn: DateTime sides: [Side!]! }
    extend type CaseUrls { archive: URL! }
    type Side { sideId: String! scan: Scan! }
    type Scan { fileExtension: String! }`

  it('makes file extensions up with their dot, as First AML writes them', async () => {
    const { result } = await enter(await startSandbox({ listen: false, schema }))
    const query =
      '{ caseDetails(caseId: "1002") { ... on CaseInformation { sides { scan { fileExtension } } } } }'
    const side = { scan: { fileExtension: '.pdf' } }
    expect(await result(query)).toEqual({ sides: [side, side] })
  })

  it('answers fields that the world does not know with typed data, beside those it knows', async () => {
    const { result } = await enter(await startSandbox({ listen: false, schema }))
    const query =
      'query ($id: String!) { caseDetails(caseId: $id) { ... on CaseInformation { caseId name nickname archivedOn urls { archive } sides { sideId } } } }'
    const [one, again, two] = [
      await result(query, { id: '1002' }),
      await result(query, { id: '1002' }),
      await result(query, { id: '1004' }),
    ]
    expect(one).toEqual({
      caseId: '1002',
      name: 'Ben Example',
      nickname: 'Alex Example',
      archivedOn: '2026-02-03T04:05:06.000Z',
      urls: { archive: expect.stringMatching(/^http:\/\/127\.0\.0\.1:0\/archive\/\d{5}$/) },
      sides: [
        { sideId: expect.stringMatching(/^\d{5}$/) },
        { sideId: expect.stringMatching(/^\d{5}$/) },
      ],
    })
    expect(again).toEqual(one)
    expect(two.sides).not.toEqual(one.sides)
  })

  it('answers root fields that the world does not know, and agrees with their arguments', async () => {
    const { result } = await enter(await startSandbox({ listen: false, schema }))
    const archived = await result(
      '{ archivedCase(caseId: "77", reference: "CRM-7") { __typename ... on CaseInformation { caseId reference caseStatus } } }',
    )
    expect(archived).toEqual({
      __typename: 'CaseInformation',
      caseId: '77',
      reference: 'CRM-7',
      caseStatus: 'IN_PROGRESS',
    })
    const page = await result('{ archivedCases { hasNextPage cases { caseId } } }')
    expect(page.hasNextPage).toBe(false)
  })

  it('makes up what the world says in a form that the schema no longer has', async () => {
    const changed = `${snapshot} enum NewCaseType { FULL }`
      .replace('  caseType: CaseType!', '  caseType: NewCaseType!')
      .replace(
        '  notes: String\n  """`null` when the o',
        '  notes: String!\n  """`null` when the o',
      )
    const { result } = await enter(await startSandbox({ listen: false, schema: changed }))
    const query = '{ caseDetails(caseId: "1002") { ... on CaseInformation { caseType notes } } }'
    expect(await result(query)).toEqual({ caseType: 'FULL', notes: 'Example notes' })
  })

  it('answers null, or an error, where a type has no place for validation errors', async () => {
    const changed = snapshot.replace(
      'submitCase(caseId: String!): UpdateCaseResult',
      'submitCase(caseId: String!): CaseInformation',
    )
    const { ask } = await enter(await startSandbox({ listen: false, schema: changed }))
    const submit = (id: string) =>
      ask(`mutation { submitCase(caseId: "${id}") { caseId caseStatus } }`)
    expect((await submit('9')).data).toEqual({ submitCase: null })
    expect((await submit('1002')).data).toEqual({
      submitCase: { caseId: '1002', caseStatus: 'IN_PROGRESS' },
    })
    expect(await ask('mutation { createCasePdf(input: { caseId: 9 }) { id } }')).toMatchObject({
      status: 200,
      data: null,
      errors: [
        {
          message: 'caseId does not exist, or is out of reach.',
          path: ['createCasePdf'],
          extensions: { code: 'UNRESOLVABLE' },
        },
      ],
    })
  })
})

it('serves a schema it has never seen', async () => {
  const schema = `
    scalar Decimal scalar Date scalar Odd
    enum Colour { RED GREEN }
    interface Thing { id: ID! }
    type Box implements Thing { id: ID! price: Decimal! packed: Date colour: Colour! odd: Odd inside: [Thing!]! }
    type Query { box(id: ID!): Box }`
  const { result } = await enter(await startSandbox({ listen: false, schema }))
  const query = '{ box(id: "b1") { id price packed colour odd inside { __typename id } } }'
  expect(await result(query)).toEqual({
    id: 'b1',
    price: 1250.5,
    packed: '1988-04-17',
    colour: 'RED',
    odd: 'Example odd',
    inside: [
      { __typename: 'Box', id: 'b1' },
      { __typename: 'Box', id: expect.stringMatching(/^\d{5}$/) },
    ],
  })
})
