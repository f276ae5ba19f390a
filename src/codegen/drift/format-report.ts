/** A report as text: for people, for programs, and for the annotations of GitHub Actions. */
import { posix, sep } from 'node:path'
import type {
  CheckPolicy,
  DocumentHit,
  SchemaChange,
  SchemaReport,
  ScopeChange,
} from './schema-report.js'

/** For people, for programs, or as annotations of GitHub Actions. */
export type ReportFormat = 'human' | 'json' | 'github'

/**
 * Writes a report as text.
 *
 * @param folder - for `github`: the folder that the paths of the report are relative to, as it is
 * called from the root of the repository, where GitHub's annotations begin: `packages/app`. Default:
 * the root itself.
 * @returns the whole text, its last line without a line break.
 * @throws TypeError for another format.
 */
export function formatSchemaReport(
  report: SchemaReport,
  format: ReportFormat,
  { folder = '' }: { readonly folder?: string } = {},
): string {
  if (format === 'json') return JSON.stringify(report, undefined, 2)
  if (format === 'human') return writeForPeople(report)
  if (format === 'github') return writeForGitHub(report, folder)
  throw new TypeError("format must be 'human', 'json' or 'github'.")
}

function writeForPeople(report: SchemaReport): string {
  const { changes, scopeChanges, problems, scopesKnown } = report
  const shown = changes.filter(({ criticality, hits }) => criticality !== 'safe' || hits.length > 0)
  return [
    `${report.live} compared with ${report.snapshot}: ${countChanges(changes)}.`,
    ...shown.flatMap((change) => [
      `${change.criticality}: ${sentence(change.message)}`,
      ...change.hits.map((hit) => `  ${hit.effect} ${describeHit(hit)}`),
    ]),
    ...scopeChanges.map(
      (change) => `scope: ${describeScopes(change)}\n  ${change.effect} ${describeHit(change)}`,
    ),
    ...problems.map(
      ({ message, ...place }) => `document: ${message}\n  breaks ${describePlace(place)}`,
    ),
    ...(scopesKnown ? [] : ['The live schema shows no policies, so scopes were not compared.']),
    conclude(report),
  ].join('\n')
}

function writeForGitHub(report: SchemaReport, folder: string): string {
  const { changes, scopeChanges, problems } = report
  const annotate = createAnnotate(folder)
  const lines = [
    ...changes.flatMap((change) =>
      change.hits.map((hit) =>
        annotate(
          hit,
          hit.effect,
          `Schema: ${change.path}`,
          `${sentence(change.message)} ${hit.field} in ${hit.operation}.`,
        ),
      ),
    ),
    ...changes
      .filter(({ criticality, hits }) => criticality !== 'safe' && hits.length === 0)
      .map((change) => {
        const level = failsAlone(report.policy, change) ? 'error' : 'notice'
        return `::${level} title=${property(`Schema: ${change.path}`)}::${data(sentence(change.message))}`
      }),
    ...scopeChanges.map((change) =>
      annotate(change, change.effect, `Scope: ${change.field}`, describeScopes(change)),
    ),
    ...problems.map((problem) => annotate(problem, 'breaks', 'Schema', problem.message)),
  ]
  return [...lines, conclude(report)].join('\n')
}

function createAnnotate(folder: string) {
  return (
    { file, line, column }: Pick<DocumentHit, 'file' | 'line' | 'column'>,
    effect: DocumentHit['effect'],
    title: string,
    message: string,
  ): string => {
    const level = effect === 'breaks' ? 'error' : 'warning'
    // Windows writes paths otherwise; GitHub wants them in one way.
    const path = posix.join(...[folder, file].map((part) => part.replaceAll(sep, '/')))
    return `::${level} file=${property(path)},line=${line},col=${column},title=${property(title)}::${data(message)}`
  }
}

// GitHub's escapes for workflow commands.
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function failsAlone(policy: CheckPolicy, { criticality }: SchemaChange): boolean {
  return policy === 'dangerous' || (policy === 'breaking' && criticality === 'breaking')
}

function describeHit(hit: DocumentHit): string {
  return `${describePlace(hit)} ${hit.field}`
}

function describePlace({ file, line, column, operation }: Omit<DocumentHit, 'effect' | 'field'>) {
  return `${file}:${line}:${column} ${operation}`
}

function describeScopes({ operation, field, before, after }: ScopeChange): string {
  const list = (scopes: readonly string[]) => scopes.join(', ') || 'no scope'
  return `${operation} needs ${list(after)} for ${field}, and needed ${list(before)}.`
}

function countChanges(changes: readonly SchemaChange[]): string {
  if (changes.length === 0) return 'no change'
  return (['breaking', 'dangerous', 'safe'] as const)
    .map(
      (level) =>
        [changes.filter(({ criticality }) => criticality === level).length, level] as const,
    )
    .filter(([count]) => count > 0)
    .map(([count, level]) => `${count} ${level}`)
    .join(', ')
}

function conclude({
  ok,
  changes,
  scopeChanges,
  problems,
  documents,
  policy,
}: SchemaReport): string {
  const broken = [...changes.flatMap(({ hits }) => hits), ...scopeChanges].filter(
    ({ effect }) => effect === 'breaks',
  )
  const names = [...new Set([...broken, ...problems].map(({ operation }) => operation))]
  if (names.length > 0) {
    const verb = names.length === 1 ? 'breaks' : 'break'
    return `${names.join(', ')} ${verb}. Change the documents, then pull the schema and generate again.`
  }
  if (!ok) return `No document breaks, but the policy "${policy}" allows no such change.`
  return `None of ${documents} ${documents === 1 ? 'document' : 'documents'} breaks.`
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
