/** A request as the layers below hand it on: headers are a plain record with lower-case names. */
export interface RequestParts extends Omit<RequestInit, 'headers' | 'signal'> {
  readonly headers: Record<string, string>
  readonly signal?: AbortSignal | null
}

/**
 * Headers in any of `fetch`'s forms as a plain record with lower-case names. One that is that
 * already is handed back as it is: a copy would be a good part of an operation's cost.
 */
export function readHeaders(headers: HeadersInit | null | undefined): Record<string, string> {
  if (!headers) return {}
  if (!(Symbol.iterator in headers) && isLowerCase(headers)) return headers
  const record: Record<string, string> = {}
  if (Symbol.iterator in headers) {
    for (const [name, value] of headers) addHeader(record, name, value)
  } else {
    for (const name in headers) addHeader(record, name, headers[name])
  }
  return record
}

function isLowerCase(headers: Record<string, string>): boolean {
  for (const name in headers) {
    if (name !== name.toLowerCase() || headers[name] === undefined) return false
  }
  return true
}

function addHeader(
  record: Record<string, string>,
  name: string | undefined,
  value: string | undefined,
): void {
  if (name === undefined || value === undefined) return
  const key = name.toLowerCase()
  const before = record[key]
  // Given twice, a header has both values, as the standard has it.
  record[key] = before === undefined ? value : `${before}, ${value}`
}

/** Tells whether a body can be sent a second time: anything but a stream can. */
export function isReplayable(body: BodyInit | null | undefined): boolean {
  if (typeof body !== 'object' || body === null) return true
  return !('getReader' in body) && !(Symbol.asyncIterator in body)
}
