// A `fetch` without a network, for what is about time and order: each call waits until the test
// answers it, or is answered by a script. What is about the wire uses real sockets (vendor-rig.ts).
import { settle } from './fake-clock.js'

export interface HeldCall {
  readonly url: string
  readonly init: RequestInit
  readonly headers: Headers
  readonly answer: (response: Response) => void
  readonly fail: (error: unknown) => void
}

export type Script = (call: HeldCall, index: number) => Response | Promise<Response> | undefined

export interface ScriptedFetch {
  readonly fetch: typeof globalThis.fetch
  /** Every call so far, in order. */
  readonly calls: readonly HeldCall[]
  /** Waits until `count` calls have been made. */
  readonly called: (count: number) => Promise<void>
}

/** @param script - answers a call, or leaves it held by returning undefined. */
export function createScriptedFetch(script: Script = () => undefined): ScriptedFetch {
  const calls: HeldCall[] = []
  return {
    calls,
    fetch: (input, init = {}) =>
      new Promise((resolve, reject) => {
        const url = input instanceof Request ? input.url : String(input)
        const call: HeldCall = {
          url,
          init,
          headers: new Headers(init.headers),
          answer: resolve,
          fail: reject,
        }
        calls.push(call)
        init.signal?.addEventListener('abort', () => reject(init.signal?.reason), { once: true })
        if (init.signal?.aborted) reject(init.signal.reason)
        try {
          const answer = script(call, calls.length - 1)
          if (answer !== undefined) resolve(answer)
        } catch (error) {
          reject(error)
        }
      }),
    called: async (count) => {
      for (let turn = 0; turn < 200 && calls.length < count; turn++) await settle()
      if (calls.length < count) throw new Error(`only ${calls.length} of ${count} calls were made`)
    },
  }
}

/** A token response as the vendor documents it; `members` replace or add. */
export function tokenResponse(value: string, members: Record<string, unknown> = {}): Response {
  return Response.json({
    access_token: value,
    expires_in: 86_400,
    token_type: 'Bearer',
    ...members,
  })
}

/** A GraphQL response with the media type of GraphQL over HTTP. */
export function graphqlResponse(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), {
    status: 200,
    ...init,
    headers: { 'content-type': 'application/graphql-response+json', ...init.headers },
  })
}
