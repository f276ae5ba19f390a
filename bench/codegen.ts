// `npm run bench:codegen`: what generating through firstAmlCodegen costs, over graphql-codegen with
// its plugins alone on the same schema and documents; and what pulling a schema costs, over fetching,
// sorting and writing it with graphql-js. Rounds alternate in random order, medians are compared, and
// only ratios are worth keeping. Commands are run as people run them, each in a process of its own.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql'
import { pullSchema } from '../src/codegen/index.js'
import { median, shuffle } from './statistics.js'

const execute = promisify(execFile)
const repository = resolve(import.meta.dirname, '..')
const rounds = process.argv.includes('--quick') ? 3 : 11

const firstAml = await readFile(join(repository, 'graphql/schema.graphql'), 'utf8')
const gitHub = await readFile(
  join(repository, 'node_modules/@octokit/graphql-schema/schema.graphql'),
  'utf8',
)
const gitHubDocuments = `
query Repositories($login: String!, $after: String) {
  organization(login: $login) {
    repositories(first: 50, after: $after, orderBy: { field: PUSHED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Head issues(states: [OPEN]) { totalCount } }
    }
  }
}
fragment Head on Repository { id name url pushedAt primaryLanguage { name } visibility }
query Search($query: String!) {
  search(query: $query, type: ISSUE, first: 20) {
    nodes { __typename ... on Issue { number title state } ... on PullRequest { number merged } }
  }
}
mutation Comment($input: AddCommentInput!) {
  addComment(input: $input) { commentEdge { node { id body createdAt author { login } } } }
}
`

const folder = await mkdtemp(join(tmpdir(), 'firstaml-bench-'))
await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'))
await mkdir(join(folder, 'dist'))
await cp(join(repository, 'dist'), join(folder, 'dist'), { recursive: true })
await cp(join(repository, 'graphql'), join(folder, 'graphql'), { recursive: true })

let missed = false
try {
  const limit = 1.3
  report('generate, First AML', await compareGeneration('first-aml', firstAml, undefined), limit)
  report('generate, GitHub', await compareGeneration('github', gitHub, gitHubDocuments), limit)
  report('pull, GitHub', await comparePulls(gitHub), limit)
  // Some milliseconds, of which a good part is that the file must be on the disk.
  report('pull, First AML', await comparePulls(firstAml))
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (process.argv.includes('--assert') && missed) process.exitCode = 1

function report(name: string, samples: Samples, limit?: number): void {
  const ratio = median(samples.ours) / median(samples.theirs)
  if (limit !== undefined && ratio > limit) missed = true
  const asked = limit === undefined ? '' : ` (at most ${limit})`
  console.log(`${name.padEnd(22)} ${ratio.toFixed(2)}${asked}`)
}

interface Samples {
  readonly ours: number[]
  readonly theirs: number[]
}

async function byTurns(run: (who: keyof Samples) => Promise<unknown>): Promise<Samples> {
  const samples: Samples = { ours: [], theirs: [] }
  for (const who of ['ours', 'theirs'] as const) await run(who)
  for (let round = 0; round < rounds; round++) {
    for (const who of shuffle(['ours', 'theirs'] as const)) {
      const start = performance.now()
      await run(who)
      samples[who].push(performance.now() - start)
    }
  }
  return samples
}

async function compareGeneration(
  name: string,
  schema: string,
  documents: string | undefined,
): Promise<Samples> {
  const place = join(folder, name)
  await mkdir(place)
  await symlink(join(repository, 'node_modules'), join(place, 'node_modules'))
  await writeFile(join(place, 'schema.graphql'), schema)
  if (documents === undefined) {
    await cp(join(repository, 'graphql/operations'), join(place, 'src/operations'), {
      recursive: true,
    })
    await cp(join(repository, 'graphql/fragments'), join(place, 'src/fragments'), {
      recursive: true,
    })
  } else {
    await mkdir(join(place, 'src'))
    await writeFile(join(place, 'src/all.graphql'), documents)
  }
  const scalars = Object.fromEntries(
    [...schema.matchAll(/^scalar (\w+)/gm)].map(([, scalar = '']) => [scalar, 'string']),
  )
  const schemaFile = { schema: 'schema.graphql' }
  const options = {
    // Without a schema of its own an application takes ours, and our enums and inputs.
    ...(documents !== undefined && schemaFile),
    documents: 'src/**/*.graphql',
    output: 'ours/operations.ts',
    scalars,
  }
  // What people write by hand: the plugins, and the options without which the types would differ.
  const bare = {
    ...schemaFile,
    documents: options.documents,
    config: { strictScalars: true, scalars, enumType: 'string-literal', immutableTypes: true },
    generates: {
      'theirs/operations.ts': { plugins: ['typescript-operations', 'typed-document-node'] },
    },
  }
  await writeFile(
    join(place, 'ours.mjs'),
    `import { firstAmlCodegen } from '${join(folder, 'dist/codegen/index.js')}'
export default firstAmlCodegen(${JSON.stringify(options)})\n`,
  )
  await writeFile(join(place, 'theirs.mjs'), `export default ${JSON.stringify(bare)}\n`)
  const command = join(repository, 'node_modules/@graphql-codegen/cli/esm/bin.js')
  return byTurns(async (who) => {
    await rm(join(place, who), { recursive: true, force: true })
    await execute(process.execPath, [command, '--config', `${who}.mjs`], { cwd: place })
  })
}

async function comparePulls(schema: string): Promise<Samples> {
  const server = createServer((request, response) => {
    request.resume()
    const isToken = request.url?.startsWith('/oauth/token')
    response.setHeader('content-type', isToken ? 'application/json' : 'text/plain')
    const token = { access_token: 'token', token_type: 'Bearer', expires_in: 86_400 }
    response.end(isToken ? JSON.stringify(token) : schema)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const output = join(folder, 'pulled.graphql')
  const credentials = { clientId: 'id', clientSecret: 'not-a-secret' }
  const samples = await byTurns(async (who) => {
    await rm(output, { force: true })
    if (who === 'ours') return pullSchema({ ...credentials, baseUrl, output })
    await fetch(`${baseUrl}/oauth/token`, { method: 'POST' }).then((answer) => answer.json())
    const text = await fetch(`${baseUrl}/graphql/?sdl`).then((answer) => answer.text())
    return writeFile(output, printSchema(lexicographicSortSchema(buildSchema(text))))
  })
  server.close()
  server.closeAllConnections()
  return samples
}
