// Lets scripted faults happen to requests.
import { readOperationName } from '../graphql/operation-name.js'
import type { Interceptor } from '../http/intercept.js'
import { type ApiRequest, type ApiResponse, bytesOf, unanswered } from '../http/messages.js'
import { graphqlRefusal } from '../http/refusal.js'
import type { SandboxFault, SandboxFaultKind } from './fault.js'
import type { FaultScripts } from './fault-script.js'
import { pageAnswer, statusAnswer } from './faulty-answers.js'
import type { HeldAnswers } from './held-answers.js'

/** Makes the interceptor. Preflight requests (`OPTIONS`) pass. */
export function createFaultInjector(
  scripts: Pick<FaultScripts, 'isAwaiting' | 'take'>,
  held: HeldAnswers,
): Interceptor {
  return async ({ kind, request, note }, answer) => {
    if (request.method === 'OPTIONS' || !scripts.isAwaiting(kind)) return answer()
    // For the log as well: a request that is never executed has no other way to tell its name.
    if (kind === 'graphql') note.operationName = readOperationName(request)
    const fault = scripts.take(kind, note.operationName)
    return fault === undefined ? answer() : inflict(fault, { kind, request, answer, held })
  }
}

const defaultMessage = 'The sandbox was told to answer with this error.'

interface Victim {
  readonly kind: SandboxFaultKind
  readonly request: ApiRequest
  readonly answer: () => Promise<ApiResponse>
  readonly held: HeldAnswers
}

async function inflict(
  fault: SandboxFault,
  { kind, request, answer, held }: Victim,
): Promise<ApiResponse> {
  switch (fault.type) {
    case 'status':
      return statusAnswer(kind, fault)
    case 'html':
      return pageAnswer(fault.status ?? 200)
    case 'graphql_error':
      return graphqlRefusal(request, fault.code, fault.message ?? defaultMessage)
    case 'delay': {
      const response = await answer()
      await held.hold(fault.ms)
      return response
    }
    case 'reset': {
      if (fault.when === 'before') return unanswered
      const response = await answer()
      if (fault.when === 'after' || response.body === null || request.method === 'HEAD') {
        return unanswered
      }
      return { ...response, arriving: partOf(bytesOf(response), fault.bytes) }
    }
    case 'truncate': {
      const response = await answer()
      const body = bytesOf(response)
      const headers = new Map(response.headers)
      headers.delete('content-length')
      const part = body.byteLength === 0 ? null : body.slice(0, partOf(body, fault.bytes))
      return { status: response.status, headers, body: part }
    }
  }
}

/** Never all of it: a fault that changes nothing is none. */
function partOf({ byteLength }: Uint8Array, bytes = Math.floor(byteLength / 2)): number {
  return Math.min(bytes, Math.max(byteLength - 1, 0))
}
