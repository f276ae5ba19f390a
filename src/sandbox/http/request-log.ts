/**
 * Which part of the service a request was for: `file` is the download of a file or a PDF up to the
 * redirect, `storage` what comes after it, and `view` a page for people.
 */
export type SandboxRequestKind =
  | 'token'
  | 'graphql'
  | 'schema'
  | 'file'
  | 'upload'
  | 'storage'
  | 'view'
  | 'other'

/** One request as the sandbox saw it, without any header or body that could hold a secret. */
export interface SandboxRequest {
  readonly kind: SandboxRequestKind
  readonly method: string
  /** Path without the query string. */
  readonly path: string
  /** Status of the answer. */
  readonly status: number
  /** The `User-Agent` header, `null` if there was none. */
  readonly userAgent: string | null
  /** Name of the GraphQL operation, `null` if it has none or was not understood. */
  readonly operationName: string | null
  /** When the request arrived: milliseconds since the epoch on the sandbox's clock. */
  readonly receivedAt: number
}

/** How many requests of each kind were answered since the start. */
export type SandboxRequestCounts = Readonly<Record<SandboxRequestKind, number>>

const noRequests: SandboxRequestCounts = {
  token: 0,
  graphql: 0,
  schema: 0,
  file: 0,
  upload: 0,
  storage: 0,
  view: 0,
  other: 0,
}

/** Remembers what was asked. */
export interface RequestLog {
  readonly entries: readonly SandboxRequest[]
  readonly counts: SandboxRequestCounts
  readonly add: (request: SandboxRequest) => void
  /** Forgets all requests and counts from zero. */
  readonly clear: () => void
}

/**
 * Starts an empty log.
 *
 * The counters are exact for ever; of the entries at least the newest `capacity` are kept
 * (default 100 000), so that a sandbox can stay up for days.
 */
export function createRequestLog(capacity = 100_000): RequestLog {
  const entries: SandboxRequest[] = []
  const counts: Record<SandboxRequestKind, number> = { ...noRequests }
  return {
    entries,
    counts,
    add(request) {
      counts[request.kind] += 1
      // Half is dropped at once: taking one off the front of a long array for each request is slow.
      if (entries.length >= 2 * capacity) entries.splice(0, capacity)
      entries.push(request)
    },
    clear() {
      entries.length = 0
      Object.assign(counts, noRequests)
    },
  }
}
