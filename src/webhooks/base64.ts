/** Writes bytes as Base64, with its padding. */
export function encodeBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/**
 * Reads Base64 in its one canonical form.
 *
 * The platform's decoder also takes spaces, lacks of padding, and last letters with stray bits, so
 * that several texts would be the same signature. Writing the bytes again tells.
 *
 * @returns undefined when the text is not Base64.
 */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    const binary = atob(text)
    if (btoa(binary) !== text) return undefined
    const bytes = new Uint8Array(binary.length)
    // By hand: Uint8Array.from takes forty times as long for text.
    for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
    return bytes
  } catch {
    return undefined
  }
}
