// What stands where the vendor's web app would be: pages for people, which need no token and show
// nothing of a case but its number.
import type { Signer } from '../signer.js'
import type { CaseRecord } from '../world/records.js'
import type { World } from '../world/world.js'
import { methodNotAllowed } from './json-response.js'
import { type ApiRequest, type ApiResponse, respond } from './messages.js'

/** Makes the handler of the pages behind `urls.view` and `urls.verification`. */
export function createPages(world: World, sign: Signer): (request: ApiRequest) => ApiResponse {
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return methodNotAllowed('GET, HEAD, OPTIONS')
    }
    const { pathname, searchParams } = request.url
    const [, caseId = '', kind, id = ''] = viewPattern.exec(pathname) ?? []
    const item = world.cases.get(caseId)
    if (item !== undefined && (kind === undefined || idsOf(item, kind).includes(id))) {
      const subject = kind === undefined ? `Case ${caseId}` : `Case ${caseId}, ${kind} ${id}`
      return page(200, `${subject}: here the web app would open.`)
    }
    if (!pathname.startsWith('/verification/')) return page(404, 'There is no such page.')
    return searchParams.get('signature') === sign(pathname)
      ? page(200, 'Here the person would verify who they are.')
      : page(403, 'This link is not a good one.')
  }
}

const viewPattern = /^\/app\/cases\/(\d+)(?:\/(individuals|entities)\/(\d+))?$/

function idsOf(item: CaseRecord, kind: string): readonly string[] {
  return kind === 'entities'
    ? item.entities.map(({ entityId }) => entityId)
    : item.individuals.map(({ individualId }) => individualId)
}

function page(status: number, text: string): ApiResponse {
  const html = `<!doctype html><html lang="en"><title>Sandbox</title><p>${text}</p></html>\n`
  return respond(status, html, { 'content-type': 'text/html; charset=utf-8' })
}
