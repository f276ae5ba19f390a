import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js'

const running: Sandbox[] = []

/** A whole second, so that the whole-second claims of a token are exact. */
export const startOfTest = Date.UTC(2026, 0, 1)

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await createSandbox({ clock: { now: () => startOfTest }, ...options })
  running.push(sandbox)
  return sandbox
}

export async function closeSandboxes(): Promise<void> {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()))
}

export function tokenBody(sandbox: Sandbox): Record<string, unknown> {
  return {
    grant_type: 'client_credentials',
    audience: sandbox.audience,
    client_id: sandbox.credentials.clientId,
    client_secret: sandbox.credentials.clientSecret,
  }
}

export function requestToken(
  sandbox: Sandbox,
  body: unknown = tokenBody(sandbox),
): Promise<Response> {
  return fetch(sandbox.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export async function getToken(sandbox: Sandbox): Promise<string> {
  const { access_token: token } = await readObject(await requestToken(sandbox))
  if (typeof token !== 'string') throw new Error('no access token in the answer')
  return token
}

export function postGraphql(
  sandbox: Sandbox,
  token: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(sandbox.graphqlUrl, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json',
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

export async function readObject(response: Response): Promise<Record<string, unknown>> {
  const value: unknown = await response.json()
  if (!isRecord(value)) throw new Error('the answer is not a JSON object')
  return value
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface RawAnswer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends exactly the given headers, unlike fetch, which adds a User-Agent. */
export function sendRaw(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      { method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false },
      (incoming) => {
        let text = ''
        incoming.setEncoding('utf8')
        incoming.on('data', (chunk: string) => {
          text += chunk
        })
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode, headers: incoming.headers, text }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}
