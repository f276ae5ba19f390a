// Faults, commands and what was seen, by HTTP, for tests that are not written in JavaScript. It is
// there only when asked for, and only for programs on this machine: the server listens on loopback,
// a `Host` that is not loopback is refused (a web page whose name was pointed at 127.0.0.1), an
// `Origin` other than the sandbox's own is too, and what changes something must be sent as JSON,
// which no form of another page can do. None of it is in the request log: it is no traffic of the
// API.
import type { SandboxFaults } from '../faults/fault.js'
import { assertScript } from '../faults/read-script.js'
import { jsonResponse } from '../http/json-response.js'
import { type ApiRequest, type ApiResponse, respond, textOf } from '../http/messages.js'
import type { RequestHandler } from '../http/request-handler.js'
import { type RemoteControls, runCommand } from './commands.js'

/** What `createControlEndpoint` needs. */
export interface ControlEndpointConfig {
  /** Without a trailing slash; `undefined` for no such endpoint. */
  readonly path: string | undefined
  /** The sandbox's own origin; known once it listens. */
  readonly origin: () => string
  readonly faults: SandboxFaults
  readonly controls: RemoteControls
  /** What there is to read beside faults, by its last part of the path. */
  readonly reports: ReadonlyMap<string, () => unknown>
  /** Answers everything else. */
  readonly next: RequestHandler
}

/** Puts the control endpoint before the API. */
export function createControlEndpoint(config: ControlEndpointConfig): RequestHandler {
  const { path, next } = config
  if (path === undefined) return next
  return async (request) => {
    const { pathname } = request.url
    if (pathname !== path && !pathname.startsWith(`${path}/`)) return next(request)
    const stranger = findStranger(request, config.origin())
    if (stranger !== undefined) return refuse(403, stranger)
    const part = pathname.slice(path.length)
    if (part === '/faults') return answerFaults(request, config.faults)
    if (part === '/commands') return answerCommands(request, config.controls)
    const report = config.reports.get(part.slice(1))
    if (report !== undefined) return answerReport(request, report)
    const parts = ['faults', 'commands', ...config.reports.keys()]
    return refuse(404, `Here are ${parts.map((name) => `${path}/${name}`).join(', ')}.`)
  }
}

function answerReport(request: ApiRequest, report: () => unknown): ApiResponse {
  return request.method === 'GET' ? jsonResponse(200, report()) : refuse(405, 'Allowed: GET.')
}

async function answerFaults(request: ApiRequest, faults: SandboxFaults): Promise<ApiResponse> {
  if (request.method === 'GET') {
    return jsonResponse(200, { unused: faults.unused(), log: faults.log })
  }
  if (request.method === 'DELETE') {
    faults.clear()
    return respond(204)
  }
  if (request.method !== 'POST') return refuse(405, 'Allowed: GET, POST, DELETE.')
  return answerJson(request, 201, (value) => {
    const scripts: readonly unknown[] = Array.isArray(value) ? value : [value]
    // All or none: half of a list would be a state that nobody asked for.
    const good = scripts.map((script) => {
      assertScript(script)
      return script
    })
    return { scripted: good.map((script) => faults.next(script)) }
  })
}

async function answerCommands(request: ApiRequest, controls: RemoteControls): Promise<ApiResponse> {
  if (request.method !== 'POST') return refuse(405, 'Allowed: POST.')
  return answerJson(request, 200, (value) => runCommand(controls, value))
}

async function answerJson(
  request: ApiRequest,
  status: number,
  run: (value: unknown) => object | Promise<object>,
): Promise<ApiResponse> {
  if (!/^application\/json *(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    return refuse(415, 'Send application/json.')
  }
  if (request.isTooLarge) return refuse(413, 'The body is too large.')
  let value: unknown
  try {
    value = JSON.parse(textOf(request))
  } catch {
    return refuse(400, 'The body is not valid JSON.')
  }
  try {
    return jsonResponse(status, await run(value))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // A TypeError is a mistake in what was asked; any other, that it cannot be done just now.
    return refuse(error instanceof TypeError ? 400 : 409, error.message)
  }
}

/** Why a request is not from a program on this machine, if so. */
function findStranger(request: ApiRequest, ownOrigin: string): string | undefined {
  const host = request.headers.get('host')
  if (host !== null && !/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host)) {
    return 'Ask for it at a loopback host.'
  }
  const origin = request.headers.get('origin')
  return origin === null || origin === ownOrigin ? undefined : 'Pages of other origins may not.'
}

function refuse(status: number, error: string): ApiResponse {
  return jsonResponse(status, { error })
}
