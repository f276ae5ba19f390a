/**
 * `client.download`: the bytes of a file, streamed, and all of them or an error.
 *
 * A `fetch` alone gives whatever arrives: a login page with status 200, the error page of a storage
 * server, or half a file where a connection ended early. Here the answer is looked at before it is
 * handed on, and its body while it is read.
 */

import { onAbort } from '../base/abort.js'
import { releaseBody } from '../base/bounded-body.js'
import { UnexpectedResponseError } from '../base/errors.js'
import { readSecureUrl } from '../base/urls.js'
import type { AuthorizedAnswer } from '../fetch/authorized-send.js'
import { readRequestId } from '../fetch/request-id.js'
import { readVersion } from './file-version.js'
import { createResumableBody } from './resumable-body.js'
import { asTransferError, statusError, transferName } from './transfer-failures.js'
import { readSilence, type TransferSettings } from './transfer-settings.js'

/** What may be said of one download. */
export interface DownloadOptions {
  /** Ends the download, its body included, with an `AbortedError`. */
  readonly signal?: AbortSignal | undefined
  /**
   * Limit for a silence, in milliseconds: for an answer to come, and for the next bytes of it.
   * Default: the client's `timeoutMs`. There is none for the file as a whole; use a signal.
   */
  readonly timeoutMs?: number | undefined
}

/** Fetches a file of the API; what `client.download` is. */
export type DownloadFunction = (
  contentsUrl: string | URL,
  options?: DownloadOptions,
) => Promise<Response>

export function createDownload(settings: TransferSettings): DownloadFunction {
  const { send, runtime, allowInsecure } = settings

  return async (contentsUrl, options = {}) => {
    const { href: url } = readSecureUrl(contentsUrl, 'contentsUrl', allowInsecure)
    const timeoutMs = readSilence(options, settings)
    const name = transferName('GET', url)
    const { signal } = options
    const control = new AbortController()
    const stop = (reason: unknown) => control.abort(reason)
    const forget = signal && onAbort(signal, () => stop(signal.reason))
    if (signal?.aborted) stop(signal.reason)

    /** @param more - headers for a part of the file. */
    const get = (more: Record<string, string> = {}): Promise<AuthorizedAnswer> =>
      send({
        url,
        parts: {
          method: 'GET',
          // Encoded on the way, a file would have neither a length nor positions.
          headers: { accept: '*/*', 'accept-encoding': 'identity', ...more },
          signal: control.signal,
        },
        nature: { name, timeoutMs },
      })

    try {
      const answer = await get()
      const { response } = answer
      const problem = readProblem(answer, name, runtime.now())
      if (problem) {
        releaseBody(response)
        throw problem
      }
      const { status, statusText, headers, body } = response
      const bytes =
        body &&
        createResumableBody(body, {
          ...settings,
          name,
          timeoutMs,
          get,
          version: readVersion(headers),
          signal: control.signal,
          end: (reason) => {
            forget?.()
            stop(reason)
          },
        })
      if (!bytes) forget?.()
      return new Response(bytes, { status, statusText, headers })
    } catch (error) {
      forget?.()
      throw asTransferError(error, control.signal, name)
    }
  }
}

/** An answer that is no file. */
function readProblem(answer: AuthorizedAnswer, name: string, now: number): Error | undefined {
  const { status, headers } = answer.response
  if (status !== 200) return statusError(answer, name, now)
  // Sign-in pages come with status 200. A file that is a page says that it is to be saved.
  const isPage = /^\s*(?:text\/html|application\/xhtml)/i.test(headers.get('content-type') ?? '')
  if (!isPage || headers.has('content-disposition')) return undefined
  return new UnexpectedResponseError(
    `${name} was answered with a web page instead of a file, such as a proxy or a sign-in gives. Check the address, and what is in between; client.fetch hands on any answer.`,
    { status, requestId: readRequestId(answer.response) },
  )
}
