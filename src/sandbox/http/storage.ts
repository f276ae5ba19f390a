// The storage that downloads are sent on to: another origin, which knows nothing of tokens. A token
// that comes along is a leak, so it is refused and stands in the request log. Whole files and single
// ranges, with entity tags, so that an interrupted download can go on where it stopped (RFC 9110).
import { createHash } from 'node:crypto'
import type { World } from '../world/world.js'
import { parseByteRange } from './byte-range.js'
import { findObject } from './file-endpoint.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'
import type { StorageLinks } from './storage-links.js'

/** Makes the handler of the storage. */
export function createStorage(
  world: World,
  links: StorageLinks,
): (request: ApiRequest) => ApiResponse {
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(405, 'MethodNotAllowed', 'Allowed: GET, HEAD.', { allow: 'GET, HEAD' })
    }
    if (request.headers.has('authorization')) {
      return refuse(400, 'UnexpectedAuthorization', 'The token must not go along to this origin.')
    }
    const { url } = request
    const verdict = links.inspect(url)
    if (verdict !== 'ok') {
      const message = verdict === 'expired' ? 'The address is no longer good.' : 'Bad signature.'
      return refuse(403, 'AccessDenied', message)
    }
    const found = findObject(world, url.pathname)
    if (found === undefined || found.contents === null) {
      return refuse(404, 'NotFound', 'There is nothing at this address.')
    }
    return answer(request, found.contents(), {
      'content-type': found.mediaType,
      'content-disposition': `attachment; filename="${found.fileName}"`,
    })
  }
}

function answer(
  request: ApiRequest,
  bytes: Uint8Array<ArrayBuffer>,
  description: Readonly<Record<string, string>>,
): ApiResponse {
  const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
  const headers = { ...description, etag, 'accept-ranges': 'bytes' }
  const size = bytes.byteLength
  if (request.headers.get('if-none-match')?.includes(etag)) {
    return respond(304, null, headers)
  }
  const condition = request.headers.get('if-range')
  const wanted = condition === null || condition === etag ? request.headers.get('range') : null
  const range = parseByteRange(wanted, size)
  if (range === 'unsatisfiable') {
    const contentRange = { 'content-range': `bytes */${size}` }
    return refuse(416, 'InvalidRange', 'The range lies outside the file.', contentRange)
  }
  if (range === undefined) return respond(200, bytes, withLength(headers, size))
  const { start, end } = range
  const part = { ...headers, 'content-range': `bytes ${start}-${end}/${size}` }
  return respond(206, bytes.slice(start, end + 1), withLength(part, end + 1 - start))
}

function withLength(headers: Readonly<Record<string, string>>, length: number) {
  return { ...headers, 'content-length': String(length) }
}

function refuse(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return respond(status, body, { 'content-type': 'application/xml', ...headers })
}
