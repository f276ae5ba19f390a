// Somebody who knows the API's documentation and has credentials: plain fetch, no client of ours.
import type { Sandbox } from '../../src/sandbox/index.js'
import { isRecord, readObject } from './support.js'

export interface Answer {
  readonly status: number
  readonly data: Record<string, unknown> | null
  readonly errors: unknown
}

export interface Outsider {
  readonly token: string
  /** Sends an operation and gives whatever comes back. */
  readonly ask: (query: string, variables?: Record<string, unknown>) => Promise<Answer>
  /** The data; fails when there are errors. */
  readonly data: (
    query: string,
    variables?: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>
  /** The one root field of an operation, as an object; fails when there are errors. */
  readonly result: (
    query: string,
    variables?: Record<string, unknown>,
  ) => Promise<Record<string, unknown>>
  /** Any other request, with the token unless the headers say otherwise. */
  readonly send: (url: string, init?: RequestInit) => Promise<Response>
}

interface Entry {
  readonly clientId?: string
  readonly clientSecret?: string
  /** Default: the sandbox's own, in process. */
  readonly fetch?: typeof globalThis.fetch
}

/** Fetches a token. */
export async function enter(sandbox: Sandbox, entry: Entry = {}): Promise<Outsider> {
  const fetch = entry.fetch ?? sandbox.fetch
  const { clientId, clientSecret } = { ...sandbox.credentials, ...entry }
  const json = { 'content-type': 'application/json', 'user-agent': 'outsider/1.0' }
  const tokenResponse = await fetch(sandbox.tokenUrl, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({
      grant_type: 'client_credentials',
      audience: sandbox.audience,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  })
  const token = String((await readObject(tokenResponse)).access_token)
  const authorization = `Bearer ${token}`

  const ask: Outsider['ask'] = async (query, variables = {}) => {
    const response = await fetch(sandbox.graphqlUrl, {
      method: 'POST',
      headers: { ...json, accept: 'application/graphql-response+json', authorization },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = await readObject(response)
    return { status: response.status, data: isRecord(data) ? data : null, errors }
  }
  const data: Outsider['data'] = async (query, variables) => {
    const answer = await ask(query, variables)
    if (answer.errors !== undefined || answer.data === null) {
      throw new Error(JSON.stringify(answer.errors))
    }
    return answer.data
  }
  return {
    token,
    ask,
    data,
    async result(query, variables) {
      const [value] = Object.values(await data(query, variables))
      if (!isRecord(value)) throw new Error('the root field is no object')
      return value
    },
    send: (url, init = {}) =>
      fetch(url, {
        ...init,
        headers: { 'user-agent': 'outsider/1.0', authorization, ...Object(init.headers) },
      }),
  }
}
