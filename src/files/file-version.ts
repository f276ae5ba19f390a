/**
 * Which version of a file an answer holds, and how much of it (RFC 9110, sections 8.8, 13.1.5, 14.4):
 * what decides whether the rest of a download is the rest of the same file.
 */

export interface FileVersion {
  /** Bytes of the whole file, where the answer says it. */
  readonly totalBytes: number | undefined
  /** What `If-Range` takes; undefined where nothing tells one version from the next for certain. */
  readonly validator: string | undefined
}

/** Reads the answer to a request for the whole file. */
export function readVersion(headers: Headers): FileVersion {
  // The platform has decoded it, so neither length nor positions are those on the wire.
  if (!isPlain(headers)) return { totalBytes: undefined, validator: undefined }
  return {
    totalBytes: readLength(headers.get('content-length')),
    validator: headers.get('accept-ranges')?.trim() === 'none' ? undefined : readValidator(headers),
  }
}

/**
 * Tells where in the file the answer to a request for the rest begins.
 *
 * @param offset - where it should begin.
 * @returns undefined when the answer is no part of the same version, or not the part asked for.
 */
export function readRestStart(
  { status, headers }: Response,
  { totalBytes, validator }: FileVersion,
  offset: number,
): number | undefined {
  if (!isPlain(headers)) return undefined
  if (status === 200) {
    const length = readLength(headers.get('content-length'))
    const same = validator !== undefined && readValidator(headers) === validator
    return same && agree(length, totalBytes) ? 0 : undefined
  }
  if (status !== 206) return undefined
  const range = readContentRange(headers.get('content-range'))
  if (range === undefined || range.first !== offset) return undefined
  // A server must repeat its ETag here; one that leaves it out has still heeded If-Range.
  const etag = headers.get('etag')
  const sameTag = etag === null || !validator?.startsWith('"') || etag.trim() === validator
  return agree(range.completeLength, totalBytes) && sameTag ? offset : undefined
}

/**
 * The length of the whole file, as the answer to a request for the rest tells it: also one that has
 * no rest to give, since nothing is beyond the last byte (416, RFC 9110, section 15.5.17).
 */
export function readWholeLength({ status, headers }: Response): number | undefined {
  const range = headers.get('content-range')
  if (status === 200) return readLength(headers.get('content-length'))
  if (status === 206) return readContentRange(range)?.completeLength
  const [, length] = /^bytes \*\/(\d{1,15})$/i.exec(range?.trim() ?? '') ?? []
  return status === 416 && length !== undefined ? Number(length) : undefined
}

/** Lengths that are not said contradict nothing; that the file is whole is counted at its end. */
function agree(length: number | undefined, totalBytes: number | undefined): boolean {
  return length === undefined || totalBytes === undefined || length === totalBytes
}

interface ContentRange {
  readonly first: number
  readonly last: number
  readonly completeLength: number | undefined
}

/** Reads `bytes 100-199/1000`, and `bytes 100-199/*`. */
export function readContentRange(value: string | null): ContentRange | undefined {
  const match = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(value?.trim() ?? '')
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  const completeLength = match[3] === '*' ? undefined : Number(match[3])
  const fits = first <= last && (completeLength === undefined || last < completeLength)
  return fits ? { first, last, completeLength } : undefined
}

/** A strong ETag, or a date of change that was old enough to be strong when it was sent. */
function readValidator(headers: Headers): string | undefined {
  const etag = headers.get('etag')?.trim()
  if (etag && /^"[^"]*"$/.test(etag)) return etag
  const modified = headers.get('last-modified')?.trim()
  const sent = headers.get('date')
  if (!modified || !sent) return undefined
  return Date.parse(sent) - Date.parse(modified) >= 60_000 ? modified : undefined
}

function readLength(value: string | null): number | undefined {
  return value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined
}

function isPlain(headers: Headers): boolean {
  return /^(?:identity)?$/i.test(headers.get('content-encoding')?.trim() ?? '')
}
