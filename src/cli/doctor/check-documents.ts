/** Whether the schema that the application generated from is still served, and its scopes suffice. */
import type { SchemaSource } from 'firstaml-client/codegen'
import type { Cli } from '../cli.js'
import type { CodegenSources } from '../codegen-config.js'
import { type Finding, fail, findingOr, ok, skip, warn } from './finding.js'

interface Application {
  readonly sources: CodegenSources
  /** Where the live schema is to be had. */
  readonly live: SchemaSource
}

export async function checkSchemaDrift(cli: Cli, application: Application): Promise<Finding> {
  const { checkSchema } = await import('firstaml-client/codegen')
  const { sources, live } = application
  const { documents, schemaFile } = sources
  const report = await findingOr(cli, 'schema', async () =>
    checkSchema({ live, documents, snapshot: schemaFile(), cwd: cli.io.cwd }),
  )
  if ('verdict' in report) return report
  const { ok: passed, changes, scopeChanges, problems, snapshot } = report
  const [problem] = problems
  if (problem && changes.length === 0 && scopeChanges.length === 0) {
    const { file, line, column, message } = problem
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
    const found = `${file}:${line}:${column} ${message}${more}`
    return fail('schema', found, 'Correct the document: the schema is what First AML serves.')
  }
  if (!passed) {
    const found = `What First AML serves breaks your documents (${snapshot} is older).`
    return fail('schema', found, 'Run firstaml schema check: it tells which, and where.')
  }
  if (changes.length === 0) return ok('schema', `${snapshot} is what First AML serves.`)
  const found = `${snapshot} is not what First AML serves: ${changes.length} changes, none of which breaks a document.`
  const file = schemaFile()
  const remedy = file
    ? `Run firstaml schema pull --output ${file}, then firstaml codegen.`
    : 'Update firstaml-client, or pull a schema of your own: firstaml schema pull.'
  return warn('schema', found, remedy)
}

/** @param granted - the scopes of the credentials. */
export async function checkScopes(
  cli: Cli,
  { documents, schemaFile }: CodegenSources,
  granted: readonly string[],
): Promise<readonly Finding[]> {
  const { readDocumentScopes } = await import('firstaml-client/codegen')
  const needs = await findingOr(cli, 'scopes', async () =>
    readDocumentScopes({ documents, schema: schemaFile(), cwd: cli.io.cwd }),
  )
  if ('verdict' in needs) return [needs]
  const lacking = needs.flatMap(({ scopes, operation, file, line }) =>
    scopes
      .filter((scope) => !granted.includes(scope))
      .map((scope) =>
        fail(
          'scopes',
          `${operation} (${file}:${line}) needs ${scope}, which these credentials lack.`,
          `Ask First AML support for the scope ${scope}, or leave the operation out.`,
        ),
      ),
  )
  if (lacking.length > 0) return lacking
  if (needs.length === 0) return [skip('scopes', 'There are no documents to compare them with.')]
  const operations = new Set(needs.map(({ operation }) => operation)).size
  return [ok('scopes', `They suffice for your documents (operations: ${operations}).`)]
}
