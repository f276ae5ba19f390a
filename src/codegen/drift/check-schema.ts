/**
 * Compares the schema that an application was generated from with the live one, and tells which of
 * the application's documents the differences hit.
 */
import { type Change, CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core'
import { buildASTSchema } from 'graphql'
import { packagedSchema } from '../codegen-options.js'
import { loadAppDocuments } from './app-documents.js'
import { findHits, isDirectiveNoise } from './change-hits.js'
import { collectUses, type DocumentUses } from './document-uses.js'
import { loadSchema, parseSchema, type SchemaSource } from './live-schema.js'
import { findRefusals, type Refusals } from './refusals.js'
import type { CheckPolicy, Criticality, SchemaChange, SchemaReport } from './schema-report.js'
import { findScopeChanges, showsPolicies } from './scope-changes.js'

/** What {@link checkSchema} takes; paths are relative to `cwd`. */
export interface CheckSchemaOptions {
  /** The schema as it is now: credentials to pull it with, or `{ file }`. */
  readonly live: SchemaSource
  /** The schema that the application was generated from; default: this package's snapshot. */
  readonly snapshot?: string | undefined
  /** Globs of the application's documents, as for `firstAmlCodegen`; default: none. */
  readonly documents?: string | readonly string[] | undefined
  /** The generated map from operations to scopes; default: read from the snapshot. */
  readonly requiredScopes?: Readonly<Record<string, string>> | undefined
  /** The scopes that the client was granted; default: those that its documents needed before. */
  readonly grantedScopes?: readonly string[] | undefined
  /** The scope that a policy of the schema stands for, besides the known ones. */
  readonly scopes?: Readonly<Record<string, string>> | undefined
  /** When the check fails; default `documents`. */
  readonly policy?: CheckPolicy | undefined
  /** Default: the current directory. */
  readonly cwd?: string | undefined
}

const policies: readonly CheckPolicy[] = ['documents', 'breaking', 'dangerous', 'never']

/**
 * Checks an application's documents against the live schema. Nothing is written.
 *
 * @throws SchemaPullError when the live schema cannot be had, GenerateError when a file or a
 * document cannot be read, TypeError when an option cannot work.
 *
 * @example
 * ```ts
 * const report = await checkSchema({
 *   live: { clientId, clientSecret },
 *   snapshot: 'graphql/schema.graphql',
 *   documents: 'src/**\/*.{graphql,ts}',
 * })
 * console.log(formatSchemaReport(report, 'human'))
 * process.exitCode = report.exitCode
 * ```
 */
export async function checkSchema(options: CheckSchemaOptions): Promise<SchemaReport> {
  const { policy = 'documents', cwd = process.cwd(), snapshot = packagedSchema } = options
  if (!policies.includes(policy)) {
    throw new TypeError(`policy must be one of ${policies.join(', ')}.`)
  }
  const globs = options.documents === undefined ? [] : [options.documents].flat()
  const old = await loadSchema({ file: snapshot }, cwd)
  const documents = await loadAppDocuments(globs, cwd)
  const live = await loadSchema(options.live, cwd)
  const oldTree = parseSchema(old)
  const liveTree = parseSchema(live)
  const oldSchema = buildASTSchema(oldTree)
  const liveSchema = buildASTSchema(liveTree)

  const found = await diff(oldSchema, liveSchema, [DiffRule.ignoreDescriptionChanges])
  const scopesKnown = showsPolicies(liveTree) || !showsPolicies(oldTree)
  const refusals = findRefusals(liveSchema, documents)
  const changes = readChanges(found, collectUses(oldSchema, documents), refusals).filter(
    // Introspection leaves policies out: that their directive is gone then says nothing.
    ({ path }) => scopesKnown || !path.startsWith('@authorize'),
  )
  const scopeChanges = scopesKnown
    ? findScopeChanges(oldTree, liveTree, documents, {
        requiredScopes: options.requiredScopes ?? {},
        grantedScopes: options.grantedScopes,
        scopes: options.scopes ?? {},
      })
    : []
  const broken = changes.flatMap(({ hits }) => hits).filter(({ effect }) => effect === 'breaks')
  const problems = refusals.problems.filter(
    ({ file, line }) => !broken.some((hit) => hit.file === file && hit.line === line),
  )
  const breaksDocuments =
    problems.length > 0 ||
    broken.length > 0 ||
    scopeChanges.some(({ effect }) => effect === 'breaks')
  const any = (criticality: Criticality) =>
    changes.some((change) => change.criticality === criticality)
  const failed: Record<CheckPolicy, boolean> = {
    documents: breaksDocuments,
    breaking: breaksDocuments || any('breaking'),
    dangerous: breaksDocuments || any('breaking') || any('dangerous'),
    never: false,
  }
  return {
    ok: !failed[policy],
    exitCode: failed[policy] ? 1 : 0,
    policy,
    live: live.name,
    snapshot: old.name === packagedSchema ? 'firstaml-client/schema.graphql' : old.name,
    documents: documents.length,
    changes,
    scopesKnown,
    scopeChanges,
    problems,
  }
}

const criticalities: Record<CriticalityLevel, Criticality> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
}
const order: readonly Criticality[] = ['breaking', 'dangerous', 'safe']

function readChanges(
  changes: readonly Change[],
  uses: DocumentUses,
  { isRefused }: Refusals,
): readonly SchemaChange[] {
  return changes
    .filter((change) => !isDirectiveNoise(change))
    .map((change) => ({
      criticality: criticalities[change.criticality.level],
      type: String(change.type),
      path: change.path ?? '',
      message: change.message.replaceAll(/\s*\n\s*/g, ' '),
      hits: findHits(change, uses, isRefused),
    }))
    .sort(
      (a, b) =>
        order.indexOf(a.criticality) - order.indexOf(b.criticality) ||
        Number(b.hits.length > 0) - Number(a.hits.length > 0),
    )
}
