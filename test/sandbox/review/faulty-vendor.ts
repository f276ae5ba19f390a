// A sandbox behind a review, on a real socket, that refuses requests when a test says so: the review
// sees what the caller gets.

import { bytesOf } from '../../../src/sandbox/http/messages.js'
import type { RequestHandler } from '../../../src/sandbox/http/request-handler.js'
import { startHttpServer } from '../../../src/sandbox/http/server.js'
import type { ReviewInput, ReviewReport, Sandbox } from '../../../src/sandbox/index.js'
import { createSandbox } from '../../../src/sandbox/index.js'
import { createReview } from '../../../src/sandbox/review/review.js'
import { readResponse, schema } from './rig.js'

export interface FaultyVendor {
  readonly url: string
  readonly sandbox: Sandbox
  /** Answers the next requests to a path that begins so, instead of the sandbox. */
  readonly refuseNext: (path: string, ...answers: readonly Response[]) => void
  /** Requests that came and were not answered yet. */
  readonly open: () => number
  readonly report: (input: ReviewInput) => ReviewReport
  readonly close: () => Promise<void>
}

/** @param time - the clocks that the caller lives by as well. */
export async function startFaultyVendor(time: {
  readonly now: () => number
  readonly monotonic: () => number
}): Promise<FaultyVendor> {
  const sandbox = await createSandbox({ clock: time })
  const { credentials } = sandbox
  const review = createReview({
    clock: time,
    monotonic: time.monotonic,
    schema: () => schema,
    clients: new Map([
      [
        credentials.clientId,
        {
          ...credentials,
          name: 'Test',
          scopes: ['read-only', 'case-management', 'api-management'],
          organizationIds: new Set<string>(),
        },
      ],
    ]),
    isValidToken: async () => true,
  })
  let refusals: Array<{ readonly path: string; readonly answer: Response }> = []
  let open = 0

  const answer: RequestHandler = async ({ method, url, headers, body }) => {
    const { pathname, search } = url
    const refusal = refusals.find(({ path }) => pathname.startsWith(path))
    if (refusal) {
      refusals = refusals.filter((other) => other !== refusal)
      return readResponse(refusal.answer)
    }
    const kept = ['accept', 'authorization', 'content-type', 'user-agent'].map(
      (name): [string, string] => [name, headers.get(name) ?? ''],
    )
    const response = await sandbox.fetch(`${sandbox.url}${pathname}${search}`, {
      method,
      headers: kept.filter(([, value]) => value !== ''),
      ...(body.byteLength > 0 && { body }),
      redirect: 'manual',
    })
    const read = await readResponse(response)
    // Uploads and downloads come here too.
    const text = new TextDecoder().decode(bytesOf(read)).replaceAll(sandbox.url, server.url)
    return pathname === '/graphql/' ? { ...read, body: text } : read
  }

  const watched = review.watch(answer)
  const server = await startHttpServer('127.0.0.1', 0, async (request) => {
    open += 1
    try {
      return await watched(request)
    } finally {
      open -= 1
    }
  })
  return {
    url: server.url,
    sandbox,
    refuseNext(path, ...answers) {
      refusals.push(...answers.map((each) => ({ path, answer: each })))
    },
    open: () => open,
    report: review.report,
    async close() {
      await server.close()
      await sandbox.close()
    },
  }
}
