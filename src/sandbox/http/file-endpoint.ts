// Downloads: `contentsUrl` of a file and the URL of a PDF. The API checks the token and sends the
// caller on to storage, with an address that works for a while and for everybody who has it.
import type { ApiClient } from '../world/api-clients.js'
import type { World } from '../world/world.js'
import { errorResponse, methodNotAllowed } from './json-response.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'
import type { StorageLinks } from './storage-links.js'

/** Makes the handler of downloads. */
export function createFileEndpoint(
  world: World,
  storage: StorageLinks,
): (request: ApiRequest, client: ApiClient) => ApiResponse {
  return (request, client) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return methodNotAllowed('GET, HEAD, OPTIONS')
    }
    if (!client.scopes.includes('read-only')) return insufficientScope()
    world.settle()
    const { pathname } = request.url
    const found = findObject(world, pathname)
    if (found === undefined || !client.organizationIds.has(found.organizationId)) {
      return errorResponse(404, 'NOT_FOUND', 'There is no such file, or it is out of reach.')
    }
    if (found.contents === null) {
      return errorResponse(404, 'NOT_FOUND', 'The file has no contents yet.')
    }
    const headers = { location: storage.linkTo(pathname), 'cache-control': 'no-store' }
    return respond(302, null, headers)
  }
}

/** Something that can be downloaded. */
export interface StoredObject {
  readonly organizationId: string
  readonly contents: (() => Uint8Array<ArrayBuffer>) | null
  readonly mediaType: string
  readonly fileName: string
}

/** The file or PDF of a path, such as `/files/500001`. */
export function findObject(world: World, path: string): StoredObject | undefined {
  const [, kind, id = ''] = /^\/(files|pdfs)\/(\d+)$/.exec(path) ?? []
  if (kind === 'files') {
    const found = world.files.get(id)
    if (found === undefined) return undefined
    const { contents, mediaType, extension } = found.file
    const { organizationId } = found.item
    return { organizationId, contents, mediaType, fileName: `file-${id}${extension}` }
  }
  const found = world.pdfs.get(Number(id))
  if (found === undefined) return undefined
  const { contents } = found.pdf
  const { organizationId, caseId } = found.item
  return { organizationId, contents, mediaType: 'application/pdf', fileName: `case-${caseId}.pdf` }
}

function insufficientScope(): ApiResponse {
  const challenge = 'Bearer error="insufficient_scope", scope="read-only"'
  const message = 'The token lacks the scope read-only.'
  return errorResponse(403, 'AUTH_NOT_AUTHORIZED', message, { 'www-authenticate': challenge })
}
