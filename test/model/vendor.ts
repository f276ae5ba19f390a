// A vendor for the model: every request waits until a command answers it, in any order and in any
// way. It keeps the books that the laws are about.
import { meData } from '../fetch/api-rig.js'

export const apiUrl = 'https://api.test'
export const foreignUrl = 'https://elsewhere.test'

/** A request that nobody has answered yet. */
export interface Held {
  readonly url: string
  readonly token: string | undefined
  /** Whose operation it is; undefined for token requests. */
  readonly id: string | undefined
  readonly isMutation: boolean
  readonly answer: (response: Response) => void
  readonly fail: (error: unknown) => void
  readonly signal: AbortSignal | null | undefined
}

export interface Vendor {
  readonly fetch: typeof globalThis.fetch
  readonly tokenRequests: () => readonly Held[]
  readonly apiRequests: () => readonly Held[]
  readonly issue: () => string
  readonly issued: readonly string[]
  readonly valid: Set<string>
  /** Times that a mutation may still arrive, by its id. */
  readonly allowed: Map<string, number>
  /** Ends the bodies that stall. */
  readonly finishBodies: () => void
  readonly stalledBody: (signal: AbortSignal | null | undefined) => Response
  /** What has been found wrong. */
  readonly broken: string[]
  readonly requests: () => number
}

export function createVendor(): Vendor {
  const held = new Set<Held>()
  const issued: string[] = []
  const broken: string[] = []
  const allowed = new Map<string, number>()
  const bodies = new Set<ReadableStreamDefaultController<Uint8Array>>()
  let requests = 0
  const isTokenRequest = ({ url }: Held) => url.endsWith('/oauth/token')

  const note = (request: Held) => {
    const { url, token, id, isMutation } = request
    requests++
    if (url.startsWith(foreignUrl) && token !== undefined) broken.push('a token left the API')
    if (token !== undefined && !issued.includes(token)) broken.push(`a token of nobody: ${token}`)
    if (isTokenRequest(request) && [...held].some(isTokenRequest)) {
      broken.push('two token requests at once')
    }
    if (!isMutation || id === undefined) return
    const left = allowed.get(id) ?? 0
    if (left === 0) broken.push(`mutation ${id} was sent too often`)
    allowed.set(id, left - 1)
  }

  return {
    issued,
    broken,
    allowed,
    valid: new Set(),
    requests: () => requests,
    tokenRequests: () => [...held].filter(isTokenRequest),
    apiRequests: () => [...held].filter((request) => !isTokenRequest(request)),
    issue: () => {
      const token = `model-token-${issued.length + 1}`
      issued.push(token)
      return token
    },
    stalledBody: (signal) => {
      let forget = () => {}
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          bodies.add(controller)
          forget = () => bodies.delete(controller)
          signal?.addEventListener('abort', () => {
            if (bodies.delete(controller)) controller.error(signal.reason)
          })
        },
        cancel: () => forget(),
      })
      return new Response(body, { headers: { 'content-type': 'application/json' } })
    },
    finishBodies: () => {
      const rest = new TextEncoder().encode(JSON.stringify({ data: meData }))
      for (const controller of bodies) {
        controller.enqueue(rest)
        controller.close()
      }
      bodies.clear()
    },
    fetch: (input, init = {}) =>
      new Promise((resolve, reject) => {
        const { signal, body } = init
        const sent: { query?: string; variables?: { id?: string } } =
          typeof body === 'string' ? JSON.parse(body) : {}
        const settle =
          <T>(how: (value: T) => void) =>
          (value: T) => {
            held.delete(request)
            how(value)
          }
        const request: Held = {
          url: String(input),
          token: new Headers(init.headers).get('authorization')?.replace('Bearer ', ''),
          id: sent.variables?.id,
          isMutation: sent.query?.startsWith('mutation') ?? false,
          answer: settle(resolve),
          fail: settle(reject),
          signal,
        }
        note(request)
        if (signal?.aborted) return reject(signal.reason)
        held.add(request)
        signal?.addEventListener('abort', () => request.fail(signal.reason))
      }),
  }
}
