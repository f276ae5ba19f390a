/**
 * The last step of an upload: the bytes, POSTed to the address that the API gave.
 *
 * The body is read as the network takes it, so a file of any size needs the memory of a few parts.
 * Its length goes along where it is known, since storage servers tend to want it. There is no limit
 * for the whole, only for a silence: while the network takes nothing, or the answer does not come.
 */

import { joinSignals } from '../base/abort.js'
import { releaseBody } from '../base/bounded-body.js'
import type { Deadline } from '../base/deadlines.js'
import { AbortedError, RequestTimeoutError, UnexpectedResponseError } from '../base/errors.js'
import { describeFailure } from '../base/redaction.js'
import { readSecureUrl } from '../base/urls.js'
import { asTransferError, statusError, transferName } from './transfer-failures.js'
import type { TransferSettings } from './transfer-settings.js'
import type { UploadBody } from './upload-body.js'

export interface PostBytesOptions {
  readonly signal: AbortSignal | undefined
  /** Limit for a silence. */
  readonly timeoutMs: number
  /** Told how many bytes of the body the network has taken. */
  readonly onBytes: (bytes: number) => void
}

/** Stands for a body that can be sent twice, where only that is asked. */
const replayableBody = new Uint8Array(0)

/** @returns the bytes sent. @throws FirstAmlError. */
export async function postBytes(
  uploadUrl: string,
  body: UploadBody,
  { signal, timeoutMs, onBytes }: PostBytesOptions,
  { send, traffic, runtime, allowInsecure }: TransferSettings,
): Promise<number> {
  const url = readUploadUrl(uploadUrl, allowInsecure)
  const name = transferName('POST', url)
  let sent = 0
  /** Why the file could not be read, if it could not. */
  let unreadable: Error | undefined

  const sendBody: typeof globalThis.fetch = async (input, init = {}) => {
    // A redirect may have turned the request into a GET.
    if (!init.body) return runtime.fetch(input, init)
    const silence = new AbortController()
    const joined = init.signal ? joinSignals(init.signal, silence.signal) : silence
    let limit: Deadline | undefined
    const wait = () => {
      if (timeoutMs === Number.POSITIVE_INFINITY) return
      limit = traffic.deadlines.set(timeoutMs, () => silence.abort(silent(name, timeoutMs)))
    }
    sent = 0
    const reader = body.open().getReader()
    let isOver = false
    const metered = meter(reader, body.size, {
      taken: () => limit?.lift(),
      given: (bytes) => {
        sent += bytes
        if (bytes > 0) onBytes(sent)
        wait()
      },
      failed: (error) => {
        // What ends because the request did is no failure of the file.
        if (!isOver) unreadable = error
      },
    })
    wait()
    try {
      const streamed: RequestInit & { duplex: 'half' } = {
        ...init,
        body: metered,
        duplex: 'half',
        signal: joined.signal,
      }
      return await runtime.fetch(input, streamed)
    } catch (error) {
      isOver = true
      // Not every fetch lets go of a body that it gave up, and a file would stay open.
      reader.cancel(error).catch(() => {})
      // Not a failure of the network, so nothing to try again.
      if (unreadable) throw new AbortedError('The file could not be read.', { cause: unreadable })
      throw silence.signal.aborted ? silence.signal.reason : error
    } finally {
      limit?.lift()
      if ('release' in joined) joined.release()
    }
  }

  try {
    const answer = await send({
      url,
      fetch: sendBody,
      parts: {
        method: 'POST',
        headers: {
          'content-type': body.contentType,
          ...(body.size !== undefined && { 'content-length': String(body.size) }),
        },
        body: body.replayable ? replayableBody : new ReadableStream(),
        ...(signal && { signal }),
      },
      nature: {
        name,
        // The address belongs to one file, so the same bytes a second time are the same file.
        repeatable: body.replayable,
        timeoutMs: Number.POSITIVE_INFINITY,
        totalMs: Number.POSITIVE_INFINITY,
      },
    })
    releaseBody(answer.response)
    if (!answer.response.ok) throw statusError(answer, name, runtime.now())
    return sent
  } catch (error) {
    throw unreadable ?? asTransferError(error, signal, name)
  }
}

interface MeterListener {
  /** The network wants the next bytes. */
  readonly taken: () => void
  /** It has been given some; 0 at the end. */
  readonly given: (bytes: number) => void
  readonly failed: (error: Error) => void
}

/** Counts the bytes of a body on their way, and holds them to the size announced. */
function meter(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  size: number | undefined,
  listener: MeterListener,
): ReadableStream<Uint8Array> {
  let bytes = 0
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        listener.taken()
        try {
          const { done, value } = await reader.read()
          bytes += value?.byteLength ?? 0
          if (size !== undefined && (done ? bytes !== size : bytes > size)) {
            throw new TypeError(
              `file gave ${done ? 'only' : 'at least'} ${bytes} bytes although its size is ${size}: it changed while it was read, or size is wrong.`,
            )
          }
          if (done) controller.close()
          else controller.enqueue(value)
          listener.given(value?.byteLength ?? 0)
        } catch (error) {
          listener.failed(error instanceof Error ? error : describeFailure(error))
          controller.error(error)
          reader.cancel(error).catch(() => {})
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

/** The address comes from the API, so a bad one is no misuse. */
function readUploadUrl(uploadUrl: string, allowInsecure: boolean): string {
  try {
    return readSecureUrl(uploadUrl, 'uploadUrl', allowInsecure).href
  } catch (cause) {
    throw new UnexpectedResponseError(
      'The API gave an uploadUrl that is no address, or not an encrypted one; the file was not sent there.',
      {},
      { cause },
    )
  }
}

function silent(name: string, limitMs: number): RequestTimeoutError {
  return new RequestTimeoutError(
    `${name} made no progress for ${limitMs / 1000} s. Check the network, or raise timeoutMs.`,
    { limitMs },
  )
}
