// Every operation with every member of its unions, every value of its enums and every null, seen
// from both sides: the schema's, by a check at run time, and the generated types', by the compiler.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
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

/** An answer with a text where the schema has a number. */
const wrong =
  'export const a: door.CasePdfsQuery = { caseDetails: { __typename: "CaseInformation", caseId: "1", pdfs: [{ id: "1", type: "CASE_SUMMARY", status: "FAILED", url: null }] } }'

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
})

describe('the compiler', () => {
  /** Its complaints, each with the file that it is about. */
  let complaints: readonly string[]
  beforeAll(async () => {
    const lines = await Promise.all(
      samples.map(async ({ name, document, choice }, at) => {
        const kind = operationOf(document).operation === 'mutation' ? 'Mutation' : 'Query'
        const data = await answer(document, variablesOf(name), choice)
        return `export const sample${at}: door.${name}${kind} = ${JSON.stringify(data)}`
      }),
    )
    complaints = await compile({ samples: lines, wrong: [wrong] })
  }, 60_000)

  it('finds that the generated types allow what is answered', () => {
    const others = complaints.filter((text) => !text.includes('wrong.mts'))
    expect(others.join('\n').slice(0, 1_000)).toBe('')
  })

  it('tells where a type is wrong', () => {
    expect(complaints.filter((text) => text.includes('wrong.mts'))).toEqual([
      expect.stringContaining("Type 'string' is not assignable to type 'number'"),
    ])
  })
})

/** @param files - lines of each, by its name. @returns what the compiler complains about. */
async function compile(
  files: Readonly<Record<string, readonly string[]>>,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-types-'))
  try {
    const operations = JSON.stringify(join(repository, 'src/operations.js'))
    for (const [name, lines] of Object.entries(files)) {
      const text = [`import type * as door from ${operations}`, ...lines].join('\n')
      await writeFile(join(folder, `${name}.mts`), text)
    }
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: join(repository, 'tsconfig.json'),
        compilerOptions: { types: [] },
        include: ['*.mts'],
      }),
    )
    const packageFile = createRequire(import.meta.url).resolve('typescript/package.json')
    const compiler = join(dirname(packageFile), 'bin/tsc')
    const output = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).then(
      ({ stdout }) => stdout,
      (error: unknown) =>
        error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error),
    )
    // A complaint's further lines are indented.
    return output.split(/\n(?=\S)/).filter((text) => text.trim() !== '')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
