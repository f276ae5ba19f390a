/**
 * A file's bytes, over as many connections as it takes.
 *
 * Whatever breaks, the reader gets each byte once and in order, or an error. The rest of a file is
 * asked for at its first address, not where a redirect led: a signed address may have ended. It is
 * taken only when the server shows that it is the rest of the same version (`If-Range`); a server
 * that sends the whole file instead has the part that is here skipped, if it is the same version.
 */
import { backoffMs } from '../base/backoff.js'
import { releaseBody } from '../base/bounded-body.js'
import { FirstAmlError, RequestTimeoutError } from '../base/errors.js'
import { describeFailure } from '../base/redaction.js'
import { IncompleteDownloadError, type IncompleteDownloadReason } from '../base/transfer-errors.js'
import type { AuthorizedAnswer } from '../fetch/authorized-send.js'
import { createInterruption, type Interruption } from '../fetch/interruption.js'
import { type FileVersion, readRestStart, readWholeLength } from './file-version.js'
import { asTransferError, statusError } from './transfer-failures.js'
import type { TransferSettings } from './transfer-settings.js'

interface ResumableBodySettings extends TransferSettings {
  readonly name: string
  /** Limit for a silence of the server. */
  readonly timeoutMs: number
  readonly version: FileVersion
  /** Asks for the file again, with these headers besides. */
  readonly get: (headers: Record<string, string>) => Promise<AuthorizedAnswer>
  /** Fires for the caller's signal. */
  readonly signal: AbortSignal
  /** Called once, when the body is over, one way or another. */
  readonly end: (reason: unknown) => void
}

/** A connection that brings less than this before it breaks counts as a failed attempt. */
const worthwhileBytes = 65_536

export function createResumableBody(
  first: ReadableStream<Uint8Array>,
  settings: ResumableBodySettings,
): ReadableStream<Uint8Array> {
  const { name, timeoutMs, version, get, signal, end, traffic, runtime, emit } = settings
  const { lifetime, deadlines, budget, rules } = traffic
  const { validator } = version
  /** Where the first answer did not say it, a later one may. */
  let { totalBytes } = version
  let reader = first.getReader()
  let received = 0
  /** Bytes to pass over, of a connection that began at the beginning again. */
  let toSkip = 0
  let ofThisConnection = 0
  let attempt = 1

  const incomplete = (reason: IncompleteDownloadReason, what: string, cause?: unknown) =>
    new IncompleteDownloadError(
      `${name} ended after ${received}${totalBytes === undefined ? '' : ` of ${totalBytes}`} bytes, ${what}. What has arrived is not the whole file; download it again.`,
      { reason, receivedBytes: received, totalBytes },
      cause === undefined ? undefined : { cause },
    )

  const read = async (interruption: Interruption) => {
    const silence =
      timeoutMs === Number.POSITIVE_INFINITY
        ? undefined
        : deadlines.set(timeoutMs, () => interruption.interrupt(silent(name, timeoutMs)))
    try {
      return await interruption.wait(reader.read())
    } finally {
      silence?.lift()
    }
  }

  /** Finds another connection for the rest. @param cause - how the last one ended. */
  const resume = async (cause: unknown, interruption: Interruption) => {
    if (ofThisConnection >= worthwhileBytes) attempt = 1
    if (validator === undefined) {
      throw incomplete('not_resumable', 'and the server gives no way to go on from there', cause)
    }
    if (attempt >= rules.retry.attempts || !budget.take()) {
      throw incomplete('interrupted', 'and the connection broke again and again', cause)
    }
    const delayMs = backoffMs(attempt, rules.retry, runtime.random())
    emit({ type: 'retried', operation: name, attempt, delayMs, failure: 'interrupted' })
    attempt++
    await pause(delayMs, interruption)
    let answer: AuthorizedAnswer
    try {
      answer = await get({ range: `bytes=${received}-`, 'if-range': validator })
    } catch (error) {
      signal.throwIfAborted()
      if (lifetime.endedBy()) throw error
      throw incomplete('interrupted', 'and going on failed', asTransferError(error, signal, name))
    }
    const { response } = answer
    const start = readRestStart(response, { totalBytes, validator }, received)
    totalBytes ??= readWholeLength(response)
    // If-Range held, and there is nothing beyond what is here: only the end mark was lost.
    if (response.status === 416 && totalBytes === received) return releaseBody(response)
    if (start === undefined || !response.body) {
      releaseBody(response)
      const { status } = response
      if (status === 200 || status === 206 || status === 412 || status === 416) {
        throw incomplete('changed', 'and the file has changed since', cause)
      }
      const refusal = statusError(answer, name, runtime.now())
      throw incomplete('interrupted', `and the rest was refused with ${status}`, refusal)
    }
    reader = response.body.getReader()
    toSkip = received - start
    ofThisConnection = 0
  }

  const pause = async (delayMs: number, interruption: Interruption) => {
    let cancel = () => {}
    try {
      await interruption.wait(
        new Promise<void>((go) => {
          cancel = runtime.after(delayMs, go)
        }),
      )
    } finally {
      cancel()
    }
  }

  /** The next bytes for the reader; undefined at the end of the file. */
  const next = async (interruption: Interruption): Promise<Uint8Array | undefined> => {
    for (;;) {
      let chunk: Uint8Array | undefined
      try {
        chunk = (await read(interruption)).value
      } catch (error) {
        reader.cancel(error).catch(() => {})
        if (signal.aborted || lifetime.endedBy()) throw error
        if (received === totalBytes) return undefined
        const cause = error instanceof FirstAmlError ? error : describeFailure(error)
        await resume(cause, interruption)
        if (received === totalBytes) return undefined
        continue
      }
      if (chunk === undefined) {
        if (toSkip === 0 && (totalBytes === undefined || received === totalBytes)) return undefined
        await resume(undefined, interruption)
        if (received === totalBytes) return undefined
        continue
      }
      const skipped = Math.min(toSkip, chunk.byteLength)
      toSkip -= skipped
      if (skipped === chunk.byteLength) continue
      const fresh = chunk.subarray(skipped)
      if (totalBytes !== undefined && received + fresh.byteLength > totalBytes) {
        throw incomplete('too_long', 'and more bytes came than the server had announced')
      }
      received += fresh.byteLength
      ofThisConnection += fresh.byteLength
      return fresh
    }
  }

  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const interruption = createInterruption(signal, lifetime)
        try {
          const chunk = await next(interruption)
          if (chunk) return controller.enqueue(chunk)
          controller.close()
          end(undefined)
        } catch (error) {
          reader.cancel(error).catch(() => {})
          const reason = asTransferError(error, signal, name)
          controller.error(reason)
          end(reason)
        } finally {
          interruption.release()
        }
      },
      cancel: (reason) => {
        // First, so that a connection that is being sought ends too.
        end(reason)
        return reader.cancel(reason)
      },
    },
    // Nothing is read that nobody has asked for.
    { highWaterMark: 0 },
  )
}

function silent(name: string, limitMs: number): RequestTimeoutError {
  return new RequestTimeoutError(
    `${name} brought no bytes for ${limitMs / 1000} s. Check the network, or raise timeoutMs.`,
    { limitMs },
  )
}
