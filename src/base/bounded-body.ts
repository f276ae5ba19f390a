import { untilAborted } from './abort.js'

/**
 * Reads a response's body as text, at most `maxBytes` of it.
 *
 * @param signal - ends the reading, whether or not the `fetch` that gave the response listens to it.
 * @returns undefined when the body is longer; the rest is then left unread and released.
 * @throws the signal's reason when it fires.
 */
export async function readBoundedText(
  response: Response,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string | undefined> {
  // A fetch of the application's own may give a body that is no web stream.
  if (typeof response.body?.getReader !== 'function') {
    const text = await untilAborted(response.text(), signal)
    return text.length > maxBytes ? undefined : text
  }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), signal)
      if (done) return text + decoder.decode()
      bytes += value.byteLength
      if (bytes > maxBytes) return undefined
      text += decoder.decode(value, { stream: true })
    }
  } finally {
    // After the end this does nothing.
    releaseQuietly(reader)
  }
}

/** Lets go of a body that nobody will read, so that its connection can serve again. */
export function releaseBody(response: Response): void {
  if (response.body && !response.bodyUsed) releaseQuietly(response.body)
}

/** For the failure of what was to read a response: lets go of its body and fails all the same. */
export function releaseAndFail(response: Response): (error: unknown) => never {
  return (error) => {
    releaseBody(response)
    throw error
  }
}

function releaseQuietly(stream: { cancel?: () => Promise<void> }): void {
  if (typeof stream.cancel === 'function') stream.cancel().catch(() => {})
}
