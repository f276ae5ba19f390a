/** The files that an application begins with. */
import { posix } from 'node:path'
import type { Project } from '../project.js'
import type { Choices } from './choices.js'

export interface NewFile {
  /** Relative to the project. */
  readonly path: string
  readonly text: string
}

const query = `query WhoAmI {
  me {
    apiClientId
    scopes
    accessibleOrganizations {
      organizationId
      name
    }
  }
}
`

/** Globs of the files that hold documents. */
function documentsOf({ style, source }: Choices): string {
  return style === 'graphql' ? `${source}/**/*.graphql` : `${source}/**/*.{ts,tsx}`
}

export function newFiles(choices: Choices, project: Project): readonly NewFile[] {
  if (choices.style === 'gql-tada') return tadaFiles(choices)
  const { source } = choices
  const first: NewFile =
    choices.style === 'graphql'
      ? {
          path: `${source}/who-am-i.graphql`,
          text: `# Who these credentials are: the first call to make.\n${query}`,
        }
      : { path: `${source}/who-am-i.ts`, text: taggedQuery(choices, project) }
  return [configuration(choices, project), first]
}

/** In CommonJS without TypeScript a configuration is a script; graphql-codegen compiles the other. */
function configuration(choices: Choices, { manifest, names }: Project): NewFile {
  const options = `{
  documents: '${documentsOf(choices)}',
  output: '${choices.output}',
  requiredScopes: true,
}`
  if (manifest.type !== 'module' && !names('typescript')) {
    return {
      path: 'codegen.js',
      text: `const { firstAmlCodegen } = require('firstaml-client/codegen')\n\nmodule.exports = firstAmlCodegen(${options})\n`,
    }
  }
  return {
    path: 'codegen.ts',
    text: `import { firstAmlCodegen } from 'firstaml-client/codegen'\n\nexport default firstAmlCodegen(${options})\n`,
  }
}

function taggedQuery({ source, output }: Choices, { names }: Project): string {
  const generated = posix.relative(source, output).replace(/\.([cm]?)ts$/, '.$1js')
  const path = generated.startsWith('.') ? generated : `./${generated}`
  const tagFrom = names('urql') ? 'urql' : '@urql/core'
  return `// The first call to make with new credentials: client.request(WhoAmIDocument).
import { gql } from '${tagFrom}'

// Codegen finds the query here; what is sent is the document that it writes.
gql\`
${indent(query)}\`

export { WhoAmIDocument } from '${path}'
`
}

function tadaFiles({ source }: Choices): readonly NewFile[] {
  return [
    {
      path: `${source}/graphql.ts`,
      text: `import type { introspection, Scalars } from 'firstaml-client/gql-tada'
import { initGraphQLTada } from 'gql.tada'

export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>()
`,
    },
    {
      path: `${source}/who-am-i.ts`,
      text: `// The first call to make with new credentials: client.request(WhoAmIDocument).
import { graphql } from './graphql.js'

export const WhoAmIDocument = graphql(\`
${indent(query)}\`)
`,
    },
  ]
}

function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

/** Scripts for package.json. */
export function scriptsOf(choices: Choices): Readonly<Record<string, string>> {
  const check = { 'schema:check': 'firstaml schema check' }
  if (choices.style !== 'gql-tada') return { codegen: 'firstaml codegen', ...check }
  return { 'schema:check': `firstaml schema check --documents '${documentsOf(choices)}'` }
}

/** What stands in the example of a .env file; the names are what counts. */
export const exampleVariables = [
  '# First AML support hands out a pair for each environment. The secret is never committed.',
  'FIRSTAML_CLIENT_ID=',
  'FIRSTAML_CLIENT_SECRET=',
  "# The environment's address; left out, it is First AML's public sandbox.",
  '# FIRSTAML_BASE_URL=',
] as const

/** The packages that the application needs, at run time and for development. */
export function packagesOf({ style }: Choices, { names }: Project, peers: readonly string[]) {
  const runtime = ['firstaml-client', ...(style === 'gql-tada' ? ['gql.tada'] : [])]
  if (style === 'tagged' && !names('urql')) runtime.push('@urql/core')
  return { runtime, development: style === 'gql-tada' ? [] : peers }
}
