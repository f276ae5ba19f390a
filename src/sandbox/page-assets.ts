import { readFile } from 'node:fs/promises'
import { type ApiResponse, respond } from './http/messages.js'

/** Files that a browser gets, beside the bundle or in the folder of the sources. */
export type PageAsset = keyof typeof mediaTypes

const mediaTypes = {
  'live.html': 'text/html; charset=utf-8',
  'live.css': 'text/css; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'graphiql.html': 'text/html; charset=utf-8',
  'graphiql.css': 'text/css; charset=utf-8',
  'graphiql.js': 'text/javascript; charset=utf-8',
} as const

// GraphiQL is made by the build; the sources find it where the build has put it.
const folders = ['./pages/', '../../dist/sandbox/pages/']

// Nothing is loaded from elsewhere, and no other page may frame these. GraphiQL's editor and its
// menus bring style elements of their own.
const policies = {
  live: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'",
  graphiql:
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'",
}
const everyPolicy = "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Reads a file from disk each time: a page is opened seldom, and GraphiQL is large. */
export async function answerPageAsset(name: PageAsset): Promise<ApiResponse> {
  for (const folder of folders) {
    const contents = await readFile(new URL(`${folder}${name}`, import.meta.url)).catch(() => null)
    if (contents === null) continue
    const policy = name.startsWith('live') ? policies.live : policies.graphiql
    return respond(200, Uint8Array.from(contents), {
      'content-type': mediaTypes[name],
      'content-security-policy': `${policy}; ${everyPolicy}`,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
  }
  const headers = { 'content-type': 'text/plain; charset=utf-8' }
  return respond(503, `${name} is not there yet: npm run build makes it.\n`, headers)
}

/** Tells whether there is a file of that name. */
export function isPageAsset(name: string): name is PageAsset {
  return Object.hasOwn(mediaTypes, name)
}
