/** A request as the layers below hand it on: headers are a plain record with lower-case names. */
export interface RequestParts extends Omit<RequestInit, 'headers' | 'signal'> {
  readonly headers: Record<string, string>
  readonly signal?: AbortSignal | null
}

/** Takes `fetch`'s two arguments apart. @throws TypeError for an invalid URL. */
export function readRequest(
  input: string | URL | Request,
  init: RequestInit = {},
): { url: string; parts: RequestParts } {
  if (typeof input === 'string') {
    return { url: input, parts: { ...init, headers: readHeaders(init.headers) } }
  }
  if (input instanceof URL) {
    return { url: input.href, parts: { ...init, headers: readHeaders(init.headers) } }
  }
  const body = init.body ?? input.body
  return {
    url: input.url,
    parts: {
      method: input.method,
      redirect: input.redirect,
      ...init,
      headers: readHeaders(init.headers ?? input.headers),
      signal: init.signal ?? input.signal,
      ...(body && { body }),
      // Node asks for it with a stream; TypeScript's RequestInit does not know it yet.
      ...(body instanceof ReadableStream && { duplex: 'half' }),
    },
  }
}

/** Headers in any of `fetch`'s forms as a plain record with lower-case names; the last one wins. */
export function readHeaders(headers: HeadersInit | null | undefined): Record<string, string> {
  const record: Record<string, string> = {}
  if (!headers) return record
  if (headers instanceof Headers) {
    headers.forEach((value, name) => {
      record[name] = value
    })
  } else if (Array.isArray(headers)) {
    for (const [name = '', value = ''] of headers) record[name.toLowerCase()] = value
  } else {
    for (const name in headers) {
      const value = headers[name]
      if (value !== undefined) record[name.toLowerCase()] = value
    }
  }
  return record
}

/** Tells whether a body can be sent a second time: anything but a stream can. */
export function isReplayable(body: BodyInit | null | undefined): boolean {
  return (
    body === undefined ||
    body === null ||
    typeof body === 'string' ||
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  )
}
