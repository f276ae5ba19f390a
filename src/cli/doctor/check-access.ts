/** Whether First AML takes the credentials, and what they may do. */
import type { FirstAmlClient } from 'firstaml-client'
import type { Cli } from '../cli.js'
import { type Finding, findingOr, ok, warn } from './finding.js'

export interface Access {
  readonly findings: readonly Finding[]
  /** The scopes that the credentials have; undefined where nobody said. */
  readonly scopes: readonly string[] | undefined
}

export async function checkAccess(cli: Cli, client: FirstAmlClient): Promise<Access> {
  const token = await findingOr(cli, 'token', () => client.tokenSource.get({ signal: cli.signal }))
  if ('verdict' in token) return { findings: [token], scopes: undefined }
  const gotToken = ok('token', `${new URL(client.tokenSource.tokenUrl).host} gave a token.`)
  const { MeDocument } = await import('firstaml-client/operations')
  const answer = await findingOr(cli, 'API', () =>
    client.request(MeDocument, {}, { signal: cli.signal }),
  )
  if ('verdict' in answer) return { findings: [gotToken, answer], scopes: undefined }
  const { scopes, accessibleOrganizations } = answer.me
  const names = scopes.join(', ') || 'none'
  const findings = [gotToken, ok('API', `The API takes it. Scopes: ${names}.`)]
  if (accessibleOrganizations.length === 0) {
    const found = 'The credentials reach no organization.'
    findings.push(warn('API', found, 'Ask First AML support to connect them to yours.'))
  }
  return { findings, scopes }
}
