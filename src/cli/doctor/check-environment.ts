/** What can be said of the machine and its variables without asking anybody. */
import type { CliIo } from '../io.js'
import { satisfies } from '../version-range.js'
import { type Finding, fail, ok, warn } from './finding.js'

/** Variables that commands read besides those of the client. */
const ownVariables = ['FIRSTAML_TOKEN_STORE', 'FIRSTAML_WEBHOOK_KEY']

/** @param wanted - the range of versions that this package asks for. */
export function checkNode({ nodeVersion }: CliIo, wanted: string): Finding {
  if (satisfies(nodeVersion, wanted)) return ok('Node', `Node ${nodeVersion}.`)
  return fail('Node', `Node ${nodeVersion}, and ${wanted} is needed.`, 'Install a newer Node.')
}

/** @param variables - the names of the variables that the client reads. */
export function checkVariables({ env }: CliIo, variables: readonly string[]): readonly Finding[] {
  const known = [...variables, ...ownVariables]
  const set = Object.keys(env).filter((name) => name.startsWith('FIRSTAML_') && env[name]?.trim())
  const strangers = set
    .filter((name) => !known.includes(name))
    .map((name) =>
      warn(
        'environment',
        `${name} is set, and nothing reads it.`,
        `Known are ${known.join(', ')}.`,
      ),
    )
  const quoted = set
    .filter((name) => known.includes(name) && /^(["']).*\1$/.test(env[name]?.trim() ?? ''))
    .map((name) =>
      fail(
        'environment',
        `The value of ${name} stands in quotes, which belong to it.`,
        'Set it without quotes: whatever read the file has not taken them away.',
      ),
    )
  const findings = [...strangers, ...quoted]
  if (findings.length > 0) return findings
  return [
    ok(
      'environment',
      `Set: ${set.filter((name) => known.includes(name)).join(', ') || 'nothing'}.`,
    ),
  ]
}
