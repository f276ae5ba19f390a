// `POST` to an `uploadUrl`. How the vendor wants the bytes is not documented, so both ways in use
// are taken: the bytes as they are, and a form (`multipart/form-data`) whose first file counts. The
// address proves itself; a token may come along, and if so it must be a good one.
import type { Signer } from '../signer.js'
import type { ApiClient } from '../world/api-clients.js'
import type { World } from '../world/world.js'
import type { BearerGuard } from './bearer-guard.js'
import { errorResponse, methodNotAllowed } from './json-response.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'

/** Makes the handler of uploads. */
export function createUploadEndpoint(
  world: World,
  guard: BearerGuard,
  sign: Signer,
): (request: ApiRequest) => Promise<ApiResponse> {
  return async (request) => {
    if (request.method !== 'POST') return methodNotAllowed('POST, OPTIONS')
    let client: ApiClient | undefined
    if (request.headers.has('authorization')) {
      const admission = await guard(request)
      if ('refusal' in admission) return admission.refusal
      client = admission.client
    }
    const { pathname, searchParams } = request.url
    if (searchParams.get('signature') !== sign(pathname)) {
      return errorResponse(403, 'UPLOAD_URL_INVALID', 'Use the uploadUrl as it was given.')
    }
    const found = world.files.get(pathname.slice('/uploads/'.length))
    const isInReach = client?.organizationIds.has(found?.item.organizationId ?? '') ?? true
    if (found === undefined || !isInReach) {
      return errorResponse(404, 'NOT_FOUND', 'The file is no longer there.')
    }
    const bytes = await readFile(request)
    if (bytes === undefined || bytes.byteLength === 0) {
      return errorResponse(400, 'UPLOAD_EMPTY', 'The body has no bytes of a file.')
    }
    world.settle()
    found.file.contents = () => bytes
    world.touch(found.item)
    return respond(204)
  }
}

async function readFile({
  body,
  headers,
}: ApiRequest): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const contentType = headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType)) return body
  const form = await new Response(body, { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => new FormData())
  const file = [...form.values()].find((value) => typeof value !== 'string')
  return file && new Uint8Array(await file.arrayBuffer())
}
