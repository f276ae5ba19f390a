// What stands where the vendor's web app would be: pages for people, which need no token and show
// nothing of a case but its number.
import type { Signer } from '../signer.js'
import type { World } from '../world/world.js'
import { methodNotAllowed } from './json-response.js'

/** Makes the handler of the pages behind `urls.view` and `urls.verification`. */
export function createPages(world: World, sign: Signer): (request: Request) => Response {
  return (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return methodNotAllowed('GET, HEAD, OPTIONS')
    }
    const { pathname, searchParams } = new URL(request.url)
    const [, area, caseId = '', , kind, id] = pathPattern.exec(pathname) ?? []
    const item = world.cases.get(caseId)
    if (area === undefined || item === undefined) return page(404, 'There is no such page.')
    const members = kind === 'entities' ? item.entities.map(({ entityId }) => entityId) : []
    const people = item.individuals.map(({ individualId }) => individualId)
    if (id !== undefined && ![...members, ...people].includes(id)) {
      return page(404, 'There is no such page.')
    }
    if (area === 'app') {
      const subject = id === undefined ? `Case ${caseId}` : `Case ${caseId}, ${kind} ${id}`
      return page(200, `${subject}: here the web app would open.`)
    }
    if (id === undefined || searchParams.get('signature') !== sign(pathname)) {
      return page(403, 'This link is not a good one.')
    }
    return page(200, 'Here the person would verify who they are.')
  }
}

const pathPattern =
  /^\/(app|verification)\/(?:cases\/)?(\d+)(\/(?:(individuals|entities)\/)?(\d+))?$/

function page(status: number, text: string): Response {
  const html = `<!doctype html><html lang="en"><title>Sandbox</title><p>${text}</p></html>\n`
  return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
