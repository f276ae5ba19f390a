/**
 * Reads a response's body as text, at most `maxBytes` of it.
 *
 * @returns undefined when the body is longer; the rest is then left unread and released.
 */
export async function readBoundedText(
  response: Response,
  maxBytes: number,
): Promise<string | undefined> {
  if (!response.body) return response.text()
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      releaseQuietly(reader.cancel())
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

/** Lets go of a body that nobody will read, so that its connection can serve again. */
export function releaseBody(response: Response): void {
  if (response.body && !response.bodyUsed) releaseQuietly(response.body.cancel())
}

function releaseQuietly(cancelled: Promise<void>): void {
  cancelled.catch(() => {})
}
