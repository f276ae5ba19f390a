import type { Cli, DefineCommand } from '../cli.js'
import { openClient } from '../client.js'
import { findCodegenConfig } from '../codegen-config.js'
import { checkAccess } from '../doctor/check-access.js'
import { checkSchemaDrift, checkScopes } from '../doctor/check-documents.js'
import { checkNode, checkVariables } from '../doctor/check-environment.js'
import { checkHosts } from '../doctor/check-hosts.js'
import { checkPackages } from '../doctor/check-packages.js'
import { type Finding, findingOr, skip, type Verdict } from '../doctor/finding.js'
import { exitCodes } from '../exit-codes.js'
import { readOwnManifest } from '../own-manifest.js'
import { findProject } from '../project.js'
import { readPullSource } from '../pull-source.js'
import { printable } from '../table.js'

const after = `
It looks at Node, the environment, the packages of your project, the hosts and their clock, the
credentials, the schema that you generate from, and the scopes that your documents need. Nothing is
written. Exit code 1 when something fails; warnings do not count.`

export const define: DefineCommand = (command, { act }) => {
  command
    .description('Looks for what is wrong with this set-up, and says what to do about it.')
    .addHelpText('after', after)
  act(command, async (cli) => {
    const findings = [...(await checkHere(cli)), ...(await checkThere(cli))]
    const ok = findings.every(({ verdict }) => verdict !== 'fail')
    if (cli.json) await cli.writeJson({ ok, findings })
    else await cli.write(findings.map((finding) => describe(cli, finding)).join(''))
    return ok ? exitCodes.ok : exitCodes.failed
  })
}

/** What can be told without asking anybody. */
async function checkHere({ io }: Cli): Promise<readonly Finding[]> {
  const { environmentVariables } = await import('firstaml-client/node')
  const { engines, peerDependencies } = readOwnManifest()
  return [
    checkNode(io, engines.node),
    ...checkVariables(io, Object.values(environmentVariables)),
    ...(await checkPackages(await findProject(io), peerDependencies)),
  ]
}

async function checkThere(cli: Cli): Promise<readonly Finding[]> {
  const client = await findingOr(cli, 'credentials', () => openClient(cli))
  const application = await findingOr(cli, 'codegen.ts', async () => ({
    sources: await findCodegenConfig(cli),
  }))
  if ('verdict' in client) {
    const unknown = 'Not looked at, since there are no credentials to ask with.'
    return [
      client,
      ...['hosts', 'clock', 'token', 'API'].map((check) => skip(check, unknown)),
      ...skipDocuments(application, unknown),
    ]
  }
  const hosts = await checkHosts(cli, [
    {
      name: 'token endpoint',
      url: client.tokenSource.tokenUrl,
      variable: addressVariable(cli, 'FIRSTAML_TOKEN_URL'),
    },
    {
      name: 'API',
      url: client.graphqlUrl,
      variable: addressVariable(cli, 'FIRSTAML_GRAPHQL_URL'),
    },
  ])
  const { findings, scopes } = await checkAccess(cli, client)
  if (!scopes) {
    const unknown = 'Not looked at, since the API could not be asked.'
    return [...hosts, ...findings, ...skipDocuments(application, unknown)]
  }
  if ('verdict' in application) {
    const unknown = 'Not looked at, since codegen.ts cannot be read.'
    return [...hosts, ...findings, ...skipDocuments(application, unknown)]
  }
  const { sources } = application
  if (!sources) {
    const unknown = 'Not looked at: there is no codegen.ts here, or no graphql-codegen to read it.'
    return [...hosts, ...findings, ...skipDocuments(application, unknown)]
  }
  const live = await readPullSource(cli)
  return [
    ...hosts,
    ...findings,
    await checkSchemaDrift(cli, { sources, live }),
    ...(await checkScopes(cli, sources, scopes)),
  ]
}

/** The variable that a host's address comes from: its own where that is set, or that of all hosts. */
function addressVariable({ io }: Cli, own: string): string {
  return io.env[own]?.trim() ? own : 'FIRSTAML_BASE_URL'
}

/** What is not looked at for want of something; a codegen.ts that cannot be read is told all the same. */
function skipDocuments(application: Finding | object, why: string): readonly Finding[] {
  const skipped = [skip('schema', why), skip('scopes', why)]
  return 'verdict' in application ? [application, ...skipped] : skipped
}

function describe({ paint }: Cli, { check, verdict, found, remedy }: Finding): string {
  const styles: Record<Verdict, (text: string) => string> = {
    ok: paint.green,
    warn: paint.yellow,
    fail: paint.red,
    skip: paint.dim,
  }
  const head = `${styles[verdict](verdict.padEnd(4))}  ${paint.bold(check)}: ${printable(found)}\n`
  return remedy ? `${head}      ${printable(remedy)}\n` : head
}
