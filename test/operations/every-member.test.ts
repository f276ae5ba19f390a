// Every operation with every member of its unions, every value of its enums and every null, seen
// from both sides: the schema's, by a check at run time, and the generated types', by the compiler.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { answer, type Choice } from './answer.js'
import { checkResult } from './check-result.js'
import { documents, operationOf, repository, schema } from './support.js'
import { variablesOf } from './variables.js'

const choices: readonly Choice[] = [
  ...[0, 1, 2, 3].map((pick) => ({ pick, empty: false })),
  ...[0, 1].map((pick) => ({ pick, empty: true })),
]

const samples = [...documents].flatMap(([name, document]) =>
  choices.map((choice) => ({ name, document, choice })),
)

describe('with every member of every union', () => {
  it('answers what the schema promises', async () => {
    for (const { name, document, choice } of samples) {
      const data = await answer(document, variablesOf(name), choice)
      expect({ name, choice, problems: checkResult(schema, document, data) }).toEqual({
        name,
        choice,
        problems: [],
      })
    }
  })

  it('answers what the generated types allow', async () => {
    const lines = await Promise.all(
      samples.map(async ({ name, document, choice }, at) => {
        const kind = operationOf(document).operation === 'mutation' ? 'Mutation' : 'Query'
        const data = await answer(document, variablesOf(name), choice)
        return `export const sample${at}: door.${name}${kind} = ${JSON.stringify(data)}`
      }),
    )
    expect((await compile(lines)).slice(0, 1_000)).toBe('')
  }, 60_000)

  it('is told of by the compiler where a type is wrong', async () => {
    const output = await compile([
      'export const a: door.CasePdfsQuery = { caseDetails: { __typename: "CaseInformation", caseId: "1", pdfs: [{ id: "1", type: "CASE_SUMMARY", status: "FAILED", url: null }] } }',
    ])
    expect(output).toMatch(/samples\.mts.*Type 'string' is not assignable to type 'number'/)
  }, 60_000)
})

/** @returns what the compiler complains about; nothing when the lines are right. */
async function compile(lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-types-'))
  try {
    const operations = JSON.stringify(join(repository, 'src/operations.js'))
    await writeFile(
      join(folder, 'samples.mts'),
      [`import type * as door from ${operations}`, ...lines].join('\n'),
    )
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(repository, 'tsconfig.json'),
        compilerOptions: { types: [] },
        include: ['samples.mts'],
      }),
    )
    const packageFile = createRequire(import.meta.url).resolve('typescript/package.json')
    const compiler = join(dirname(packageFile), 'bin/tsc')
    return await promisify(execFile)(process.execPath, [compiler, '-p', folder]).then(
      ({ stdout }) => stdout,
      (error: unknown) =>
        error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
