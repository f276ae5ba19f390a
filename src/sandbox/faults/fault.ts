/** The kinds of requests that a fault can meet. */
export type SandboxFaultKind = 'graphql' | 'token' | 'file' | 'upload' | 'storage' | 'schema'

/** What goes wrong with a request. */
export type SandboxFault =
  | {
      /** Another status, without executing anything. */
      readonly type: 'status'
      /** 200 to 599. */
      readonly status: number
      /** The header `Retry-After`: seconds, or its text as it is, such as a date or nonsense. */
      readonly retryAfter?: number | string | undefined
      readonly headers?: Readonly<Record<string, string>> | undefined
      /** Default: an error in the form that this part of the service has. */
      readonly body?: string | undefined
    }
  | {
      /** The connection breaks. */
      readonly type: 'reset'
      /**
       * `before` the request is executed, `during` the answer's body, or `after` executing it and
       * before the first byte of the answer.
       */
      readonly when: 'before' | 'during' | 'after'
      /** How much of the body arrives with `during`. Default: half of it. */
      readonly bytes?: number | undefined
    }
  | {
      /** The request is executed at once, and its answer is held back. */
      readonly type: 'delay'
      /** Real milliseconds, whatever the sandbox's clock says: a client's own limit must feel them. */
      readonly ms: number
    }
  | {
      /** The answer is whole by HTTP, but its contents are cut off. */
      readonly type: 'truncate'
      /** How much is left. Default: half of it. */
      readonly bytes?: number | undefined
    }
  | {
      /** A page of a proxy or of a hotel's wireless network, without executing anything. */
      readonly type: 'html'
      /** Default 200. */
      readonly status?: number | undefined
    }
  | {
      /** A result with status 200 that holds an error and no data, without executing anything. */
      readonly type: 'graphql_error'
      /** Goes to `errors[0].extensions.code`. */
      readonly code: string
      readonly message?: string | undefined
    }

/** A fault, and the requests it is for. */
export interface SandboxFaultScript {
  readonly kind: SandboxFaultKind
  /** Name of a GraphQL operation. Default: any. */
  readonly operation?: string | undefined
  /** How many requests it meets. Default 1. */
  readonly count?: number | undefined
  readonly fault: SandboxFault
}

/** A script as the sandbox keeps it. */
export interface SandboxScriptedFault {
  /** Such as `fault-1`. */
  readonly id: string
  readonly kind: SandboxFaultKind
  readonly operation: string | null
  /** How many requests it was to meet. */
  readonly count: number
  /** How many it has yet to meet. */
  readonly remaining: number
  readonly fault: SandboxFault
}

/** A fault that met a request. */
export interface SandboxFaultHit {
  /** The script's id. */
  readonly id: string
  readonly kind: SandboxFaultKind
  /** The operation of the request, `null` if it has no name or is none. */
  readonly operationName: string | null
  readonly type: SandboxFault['type']
  /** Milliseconds since the epoch, on the sandbox's clock. */
  readonly at: number
}

/** Faults on command. */
export interface SandboxFaults {
  /**
   * Scripts a fault for the next requests of a kind. Of several scripts that fit, the oldest goes
   * first.
   *
   * Throws a `TypeError` that names the member when the script is not a good one.
   */
  readonly next: (script: SandboxFaultScript) => SandboxScriptedFault
  /** What was scripted and has not met all its requests, oldest first. */
  readonly unused: () => readonly SandboxScriptedFault[]
  /** What met requests so far, oldest first. */
  readonly log: readonly SandboxFaultHit[]
  /** Forgets what is unused. */
  readonly clear: () => void
}
