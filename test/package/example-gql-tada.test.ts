import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, expectVerdicts, firstLine, openExample } from './example.js'

describe('the example gql-tada', { timeout: 120_000 }, () => {
  let example: Example

  beforeAll(async () => {
    example = await openExample('gql-tada')
  }, 300_000)
  afterAll(() => example.close())

  it('type-checks without generating, and finds cases', async () => {
    await example.run('tsc')
    expect(await firstLine(example.start('dist/main.js'))).toMatch(/^\d+ cases/)
  })

  it('learns whether a change breaks its documents, and where', async () => {
    expectVerdicts(
      await example.checkWithout('src/**/*.ts', 'PageOfCasesMatchingSearch.hasNextPage'),
      /breaks src\/main\.ts:12:9 FindCases PageOfCasesMatchingSearch\.hasNextPage\n/,
    )
  })
})
