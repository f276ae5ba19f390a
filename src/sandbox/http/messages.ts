// Requests and answers inside the sandbox: values with their bodies read. `fetch` has kinds of its
// own, which cost more to make than everything else that a request needs; they are made at the
// in-process door alone, for whoever calls that.

/** A request whose body has arrived. */
export interface ApiRequest {
  readonly method: string
  readonly url: URL
  readonly headers: RequestHeaders
  readonly body: Uint8Array<ArrayBuffer>
  /** Whether there was more than the sandbox takes; then none of it is kept. */
  readonly isTooLarge: boolean
}

/** Headers by name, whatever the case of its letters. */
export interface RequestHeaders {
  /** `null` where there is none. */
  readonly get: (name: string) => string | null
  readonly has: (name: string) => boolean
}

/** An answer. */
export interface ApiResponse {
  readonly status: number
  /** By name, in lower case. */
  readonly headers: Map<string, string>
  readonly body: string | Uint8Array<ArrayBuffer> | null
  /** How many bytes of the body arrive before the connection ends, where it breaks off. */
  readonly arriving?: number
}

/** Makes an answer. Names of headers are in lower case. */
export function respond(
  status: number,
  body: ApiResponse['body'] = null,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return { status, headers: new Map(Object.entries(headers)), body }
}

const decoder = new TextDecoder()

/** The body of a request as text. */
export function textOf({ body }: Pick<ApiRequest, 'body'>): string {
  return decoder.decode(body)
}

/** The body of an answer as bytes. */
export function bytesOf({ body }: ApiResponse): Uint8Array<ArrayBuffer> {
  return typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array())
}

/** The answer that never comes: the connection is reset before its first byte. */
export const unanswered: ApiResponse = { status: 0, headers: new Map(), body: null }

/** Whether the connection breaks before the answer. */
export function isNeverAnswered({ status }: ApiResponse): boolean {
  return status === 0
}
