// The reference's page of generated documents. They have no docblocks: what each is for stands in
// its file, with the scope that it needs.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Kind, parse, print } from 'graphql'

/** @param folder - where the operations are, one a file. */
export async function printOperations(folder: string): Promise<string> {
  const rows = { query: [] as string[], mutation: [] as string[], subscription: [] as string[] }
  for (const name of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, name), 'utf8')
    const operation = parse(text).definitions.find(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    )
    if (!operation?.name) throw new Error(`${name} holds no named operation`)
    const comments = [...text.matchAll(/^# (.*)$/gm)].map(([, line = '']) => line)
    const scope = comments.pop()?.match(/^Scope: (.+)\.$/)?.[1]
    if (scope === undefined) throw new Error(`${name} does not end its comment with "# Scope: ….".`)
    const variables = (operation.variableDefinitions ?? []).map((variable) => print(variable))
    rows[operation.operation].push(
      `| \`${operation.name.value}Document\` | ${variables.map((one) => `\`${one}\``).join(', ')} | ${scope} | ${comments.join(' ')} |`,
    )
  }
  const table = (title: string, lines: readonly string[]) => [
    `## ${title}`,
    '',
    '| document | variables | scope | what it is for |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
  ]
  return `${[
    '# firstaml-client/operations',
    '',
    '<!-- Written by `npm run docs:api` from graphql/operations. Do not edit. -->',
    '',
    'For each document `…Document` there are the types `…Query` or `…Mutation` of its result and',
    '`…Variables` of its variables. Every enum and input of the [schema](../../graphql/schema.graphql)',
    'is exported as a type, each enum with the further member `%future added value`, which stands for',
    'values that First AML may add. `requiredScopes` holds the scope of each operation by its name.',
    '',
    ...table('Queries', rows.query),
    ...table('Mutations', rows.mutation),
  ]
    .join('\n')
    .trimEnd()}\n`
}
