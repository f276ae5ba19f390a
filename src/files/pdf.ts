/**
 * `client.pdf`: a PDF of a case takes the API a while, so it is started, waited for and fetched.
 *
 * The wait asks again and again, ever more slowly. An application that receives webhooks tells when
 * it is time to ask, and then nothing is asked in between; the webhook alone is not believed, since
 * the state is read back.
 */

import { onAbort, sleep } from '../base/abort.js'
import { backoffMs } from '../base/backoff.js'
import { isOwnError } from '../base/errors.js'
import { readNumber } from '../base/number-options.js'
import { PdfUnavailableError, type PdfUnavailableReason } from '../base/transfer-errors.js'
import { toIntId, toStringId } from '../results/ids.js'
import { unwrap } from '../results/unwrap.js'
import { createDownload, type DownloadOptions } from './download.js'
import {
  type CasePdfs,
  casePdfsText,
  createPdfText,
  type PdfState,
  type StartedPdf,
} from './transfer-documents.js'
import { asTransferError } from './transfer-failures.js'
import { readSilence, type TransferSettings } from './transfer-settings.js'

/** What `client.pdf` takes. */
export interface PdfOptions extends DownloadOptions {
  readonly caseId: string | number
  /** Waits for this PDF, which was started before, instead of starting one. */
  readonly pdfId?: number | undefined
  /** Told the id of the PDF that was started: keep it, and a wait that failed can go on. */
  readonly onStarted?: ((pdfId: number) => void) | undefined
  /**
   * Settles when it is time to look, such as at the `PdfUpdated` webhook. The API is asked then, and
   * from then on as without it; should it never settle, the API is asked once more at the end.
   */
  readonly ready?: PromiseLike<unknown> | undefined
  /** Limit for the making of the PDF, in milliseconds; default 300 000. */
  readonly waitMs?: number | undefined
}

/** Has a PDF made and fetches it; what `client.pdf` is. */
export type PdfFunction = (options: PdfOptions) => Promise<Response>

/** Between two questions: half of this at least, and it doubles. */
const polling = { baseMs: 2_000, maxMs: 30_000 }

/** What a question may fail with and be asked again later. */
const passing = new Set(['network', 'timeout', 'throttled', 'token_unavailable'])

export function createPdf(settings: TransferSettings): PdfFunction {
  const { request, runtime } = settings
  const download = createDownload(settings)

  return async (options) => {
    const { caseId, onStarted, signal, waitMs = 300_000 } = options
    const timeoutMs = readSilence(options, settings)
    const endsAt = runtime.monotonic() + readNumber(waitMs, 'waitMs', 'limit', true)
    const input = { caseId: toIntId(caseId) }

    const look = async (pdfId: number): Promise<PdfState> => {
      const { caseDetails } = await request<CasePdfs, { caseId: string }>(
        casePdfsText,
        { caseId: toStringId(caseId) },
        { signal },
      )
      const found = unwrap(caseDetails).pdfs.find(({ id }) => id === pdfId)
      if (found) return found
      throw unavailable('missing', pdfId, 'is not among those of the case')
    }

    /** Undefined where the question failed in passing. */
    const lookQuietly = (pdfId: number): Promise<PdfState | undefined> =>
      look(pdfId).catch((error: unknown) => {
        if (isOwnError(error) && passing.has(error.code)) return undefined
        throw error
      })

    const start = async (): Promise<PdfState> => {
      const { createCasePdf } = await request<StartedPdf, { input: typeof input }>(
        createPdfText,
        { input },
        { signal },
      )
      onStarted?.(createCasePdf.id)
      return createCasePdf
    }

    let pdf: PdfState | undefined =
      options.pdfId === undefined ? await start() : await look(options.pdfId)
    const pdfId = pdf.id
    let { ready } = options
    for (let attempt = 1; ; attempt++) {
      const url = pdf && readUrl(pdf)
      if (url) return download(url, { signal, timeoutMs })
      const leftMs = endsAt - runtime.monotonic()
      if (leftMs <= 0) throw unavailable('not_ready', pdfId, 'was not finished in time')
      const delayMs = ready ? leftMs : backoffMs(attempt, polling, runtime.random())
      try {
        await wait(Math.min(delayMs, leftMs), ready, signal)
      } catch (error) {
        throw asTransferError(error, signal, `The PDF ${pdfId}`)
      }
      if (ready) attempt = 0
      ready = undefined
      pdf = await lookQuietly(pdfId)
    }
  }

  /** Ends early when `ready` settles, either way. */
  async function wait(
    delayMs: number,
    ready: PromiseLike<unknown> | undefined,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const control = new AbortController()
    const { lifetime } = settings.traffic
    const stop = (reason: unknown) => control.abort(reason)
    const woken = Symbol('it is time to look')
    ready?.then(
      () => stop(woken),
      () => stop(woken),
    )
    if (signal?.aborted) stop(signal.reason)
    const forget = signal && onAbort(signal, () => stop(signal.reason))
    const leave = lifetime.onEnd(stop)
    try {
      await sleep(runtime, delayMs, control.signal)
    } catch (reason) {
      if (reason !== woken) throw reason
    } finally {
      leave()
      forget?.()
    }
  }
}

/** The address of a finished PDF; undefined while it is being made. */
function readUrl({ id, status, url }: PdfState): string | undefined {
  if (status === 'FAILED') throw unavailable('failed', id, 'could not be made')
  if (status === 'SUPERSEDED') {
    throw unavailable('superseded', id, 'has been replaced by a later one')
  }
  if (status !== 'COMPLETED') return undefined
  if (url === null || url === '') throw unavailable('missing', id, 'is finished but has no address')
  return url
}

function unavailable(
  reason: PdfUnavailableReason,
  pdfId: number,
  what: string,
): PdfUnavailableError {
  const advice =
    reason === 'not_ready'
      ? 'Wait for it again with pdfId, or raise waitMs.'
      : 'Ask for another one.'
  return new PdfUnavailableError(`The PDF ${pdfId} ${what}. ${advice}`, { reason, pdfId })
}
