import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, expectVerdicts, firstLine, openExample } from './example.js'

describe('the example react-urql', { timeout: 120_000 }, () => {
  let example: Example

  beforeAll(async () => {
    example = await openExample('react-urql')
  }, 300_000)
  afterAll(() => example.close())

  it('generates, type-checks, and renders what the API answers', async () => {
    expect(await example.run('graphql-codegen')).toContain('Wrote src/generated/operations.ts.')
    await example.run('tsc')
    expect(await firstLine(example.start('dist/main.js'))).toContain('<li>Harbour Example Law</li>')
  })

  it('learns whether a change breaks its documents, and where', async () => {
    expectVerdicts(
      await example.checkWithout('src/**/*.tsx', 'Organization.name'),
      /breaks src\/organizations\.tsx:11:9 Organizations \w+\.name\n/,
    )
  })
})
