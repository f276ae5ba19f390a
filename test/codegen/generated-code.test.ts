import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildSchema, isEnumType, isInputObjectType, isIntrospectionType, print } from 'graphql'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  CaseStatusDocument,
  type CaseStatusQuery,
  type CreateLiteCaseInput,
  MeDocument,
  type MeQuery,
  type MeQueryVariables,
} from '../../src/operations.js'
import { repository } from './support.js'

describe('the operations door', () => {
  it('exports the documentation’s first call', () => {
    expect(print(MeDocument)).toBe(
      'query Me {\n  me {\n    apiClientId\n    friendlyApiClientName\n    scopes\n    accessibleOrganizations {\n      organizationId\n      name\n      offices {\n        key\n        name\n      }\n    }\n  }\n}',
    )
  })

  it('types results, variables, unions and inputs', () => {
    expectTypeOf<MeQuery['me']['scopes']>().toEqualTypeOf<ReadonlyArray<string>>()
    expectTypeOf<MeQueryVariables>().toEqualTypeOf<{ [key: string]: never }>()
    expectTypeOf<NonNullable<CaseStatusQuery['caseDetails']>['__typename']>().toEqualTypeOf<
      'CaseInformation' | 'ValidationErrors'
    >()
    expectTypeOf<CreateLiteCaseInput['reference']>().toEqualTypeOf<string | null | undefined>()
  })

  it('has __typename in every union', () => {
    expect(print(CaseStatusDocument)).toContain('caseDetails(caseId: $caseId) {\n    __typename')
  })

  it('exports every enum and input of the schema', async () => {
    const schema = buildSchema(await readFile(join(repository, 'graphql/schema.graphql'), 'utf8'))
    const types = Object.values(schema.getTypeMap())
      .filter((type) => isEnumType(type) || isInputObjectType(type))
      .filter((type) => !isIntrospectionType(type))
    const text = await readFile(join(repository, 'src/generated/schema-types.ts'), 'utf8')
    const exported = [...text.matchAll(/^export type (\w+) =/gm)].map(([, name]) => name)
    expect(exported.sort()).toEqual(types.map(({ name }) => name).sort())
  })
})
