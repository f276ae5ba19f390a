/** The body of an upload: its bytes as they come, framed as a form where that is wanted. */
import type { ReplayableFile, UploadContents, UploadOptions } from './upload-options.js'

/** What can be opened, once or more often. */
export type UploadSource = ReplayableFile | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>

export interface UploadBody {
  /** Begins to read the body. Once only, unless it is replayable. */
  readonly open: () => ReadableStream<Uint8Array>
  readonly replayable: boolean
  readonly contentType: string
  /** Bytes of the whole body, where they are known. */
  readonly size: number | undefined
  /** Bytes of the body that stand before the file, and around it. */
  readonly prefixBytes: number
  readonly frameBytes: number
}

/** @throws TypeError when it is nothing that holds bytes. */
export function readSource(file: UploadContents): UploadSource {
  if (typeof file === 'object' && file !== null) {
    // Copied, so that what is sent a second time is what was sent the first time.
    if ('byteLength' in file) return new Blob([file as BlobPart])
    if ('stream' in file || 'getReader' in file || Symbol.asyncIterator in file) return file
  }
  throw new TypeError('file must be a Blob, bytes, a ReadableStream or an AsyncIterable of bytes.')
}

/** @param random - a number from 0 to 1, for the boundary of a form. */
export function createUploadBody(
  file: UploadSource,
  options: UploadOptions,
  fileName: string,
  random: () => number,
): UploadBody {
  const { encoding = 'raw', fieldName = 'file' } = options
  const replayable = 'stream' in file
  const fileSize = replayable ? file.size : options.size
  const type =
    options.contentType ?? ((replayable ? file.type : undefined) || 'application/octet-stream')
  const open = () => openFile(file)
  if (encoding === 'raw') {
    return { open, replayable, contentType: type, size: fileSize, prefixBytes: 0, frameBytes: 0 }
  }
  const boundary = `firstaml-${randomText(random)}${randomText(random)}`
  const [before, after] = [
    `--${boundary}\r\ncontent-disposition: form-data; name="${quote(fieldName)}"; filename="${quote(fileName)}"\r\ncontent-type: ${type}\r\n\r\n`,
    `\r\n--${boundary}--\r\n`,
  ].map((text) => new TextEncoder().encode(text))
  const prefix = before ?? new Uint8Array()
  const suffix = after ?? new Uint8Array()
  const frameBytes = prefix.byteLength + suffix.byteLength
  return {
    open: () => toStream(framed(prefix, open(), suffix)),
    replayable,
    contentType: `multipart/form-data; boundary=${boundary}`,
    size: fileSize === undefined ? undefined : fileSize + frameBytes,
    prefixBytes: prefix.byteLength,
    frameBytes,
  }
}

function openFile(file: UploadSource): ReadableStream<Uint8Array> {
  if ('stream' in file) return file.stream()
  return 'getReader' in file ? file : toStream(file)
}

async function* framed(
  prefix: Uint8Array,
  contents: ReadableStream<Uint8Array>,
  suffix: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = contents.getReader()
  let whole = false
  try {
    yield prefix
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    whole = true
    yield suffix
  } finally {
    if (!whole) reader.cancel().catch(() => {})
  }
}

function toStream(parts: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = parts[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: async () => {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** As the HTML standard writes names into forms. */
function quote(text: string): string {
  return text.replaceAll(/["\r\n]/g, (character) => encodeURIComponent(character))
}

function randomText(random: () => number): string {
  return random().toString(36).slice(2)
}
