/** What a change means: for every client, for careless clients, for nobody. */
export type Criticality = 'breaking' | 'dangerous' | 'safe'

/** When a check fails. */
export type CheckPolicy =
  /** A change breaks a document of the application, or asks it for a scope that it may lack. */
  | 'documents'
  /** Any breaking change, used or not. */
  | 'breaking'
  /** Any breaking or dangerous change, used or not. */
  | 'dangerous'
  | 'never'

/** A place in a document. */
export interface DocumentPlace {
  /** Path of the file, relative to where the check runs. */
  readonly file: string
  /** From 1, in the file, for templates in code too. */
  readonly line: number
  /** From 1. */
  readonly column: number
  /** Name of the operation or fragment. */
  readonly operation: string
  /** What stands there: `Me.scopes`, `Query.case(caseId:)`, `$input: CreateCaseInput`. */
  readonly field: string
}

/** A place that a change hits. */
export interface DocumentHit extends DocumentPlace {
  /** `breaks`: the server refuses the document, or what it sends; `touches`: results may differ. */
  readonly effect: 'breaks' | 'touches'
}

/** One difference between the two schemas. */
export interface SchemaChange {
  readonly criticality: Criticality
  /** What happened, such as `FIELD_REMOVED`. */
  readonly type: string
  /** What it happened to, such as `Me.scopes`. */
  readonly path: string
  readonly message: string
  /** Where the application's documents meet it; empty when they do not. */
  readonly hits: readonly DocumentHit[]
}

/** A root field of the application's that asks for other scopes than it did. */
export interface ScopeChange extends DocumentHit {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** A document that the live schema refuses, for a reason that no single change explains. */
export interface DocumentProblem extends DocumentPlace {
  readonly message: string
}

/** What `checkSchema` found. */
export interface SchemaReport {
  /** Whether the check passes under its policy. */
  readonly ok: boolean
  /** What a command should exit with: 0, or 1 when the check does not pass. */
  readonly exitCode: 0 | 1
  readonly policy: CheckPolicy
  /** The schema that was checked against: the address that served it, or the file. */
  readonly live: string
  /** Path of the schema that the application was generated from. */
  readonly snapshot: string
  /** How many operations and fragments were looked at. */
  readonly documents: number
  /** Breaking ones first, then dangerous ones; those that hit a document before the others. */
  readonly changes: readonly SchemaChange[]
  /** False when the live schema shows no policies, as one that was read by introspection. */
  readonly scopesKnown: boolean
  readonly scopeChanges: readonly ScopeChange[]
  readonly problems: readonly DocumentProblem[]
}
