/**
 * Names for files that somebody else has titled.
 *
 * A title is any text: `../../.bashrc`, `CON`, a text that reads backwards, a thousand letters. What
 * comes out is one name that every usual file system takes, never leads out of its folder, and is
 * told from the others by the file's id.
 */

/** Bytes of UTF-8 that a title may take: with id and extension it stays below the usual 255. */
const longestTitle = 120

/** Control, format and private characters, unpaired surrogates, and what has a meaning in paths. */
const forbidden = /[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*]+/gu

/** Device names of Windows, which it takes for the device whatever extension follows. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/** Text as one harmless part of a path; `fallback` when nothing of it is left. */
export function safeName(text: string, fallback: string): string {
  const clean = text.normalize('NFC').replaceAll(forbidden, '_').replaceAll(/\s+/g, ' ')
  // Windows drops dots and spaces at the end, and a dot in front hides a file.
  const trimmed = cutBytes(clean.trim(), longestTitle).replaceAll(/^[. ]+|[. ]+$/g, '')
  const name = trimmed === '' ? fallback : trimmed
  return reserved.test(name) ? `_${name}` : name
}

/** `.pdf` from `pdf`, `.PDF` or `.pdf`; nothing from what is no extension. */
export function safeExtension(extension: string | null): string {
  const match = /^\.?([a-z0-9]{1,10})$/i.exec(extension?.trim() ?? '')
  return match ? `.${match[1]?.toLowerCase()}` : ''
}

/** Gives each name once, counting those that come again: on some systems `A` and `a` are the same. */
export function createNameRegister(): (folder: string, base: string, extension: string) => string {
  const taken = new Set<string>()
  return (folder, base, extension) => {
    for (let count = 1; ; count++) {
      const name = `${folder}/${base}${count === 1 ? '' : ` (${count})`}${extension}`
      const key = name.toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return name
    }
  }
}

function cutBytes(text: string, most: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    cut += character
  }
  return cut
}
