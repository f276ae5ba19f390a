const jwt = /\beyJ[\w-]*(?:\.[\w-]*)*/g
const credentialMember =
  /((?:access_token|refresh_token|id_token|client_secret|client_assertion|token|password)(?:\\{0,8}["'])?\s*[:=>]\s*)(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\{1,8}"[^"]*"?|[^"'\s,;&<>}]+)/gis
const authorization = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi
// Header injection, terminal escapes and page-sized answers have no place in a message.
const control = '[\\p{Cc}\\p{Cf}\\s]'
/** Made when it is used: to know what `\p` means takes longer than the rest of an import. */
const controls = () => new RegExp(`${control}+`, 'gu')

/**
 * Makes text from outside fit for an error message: secrets out, one line, at most `limit`
 * characters.
 *
 * The text is cut last. Cut first, it could end in half a secret, which nothing would recognise.
 *
 * @param secrets - strings known to be secret, taken out wherever they stand and however encoded.
 */
export function redact(text: string, secrets: readonly string[], limit = 200): string {
  let clean = text
  // Longest first: one may hold another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    for (const { probe, pattern } of writtenForms(secret.trim())) {
      // Most texts hold no secret, and looking for a few letters costs next to nothing.
      if (clean.includes(probe)) clean = clean.replaceAll(pattern(), '[redacted]')
    }
  }
  clean = clean
    .replaceAll(credentialMember, '$1[redacted]')
    .replaceAll(jwt, '[redacted]')
    .replaceAll(authorization, '$1 [redacted]')
    .replaceAll(controls(), ' ')
    .trim()
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean
}

/**
 * A caught failure as a `cause` that is safe to keep: its messages and error codes, as text.
 *
 * The object itself is let go, since what a `fetch` throws may lead to the request it was sending,
 * headers and body included.
 */
export function describeFailure(failure: unknown, secrets: readonly string[] = []): Error {
  const texts: string[] = []
  let code: string | undefined
  // By shape, not by class: an error of another realm is an error too.
  for (let at = failure; isErrorLike(at) && texts.length < 4; at = at.cause) {
    if (typeof at.code === 'string') code ??= at.code
    texts.push(at.message)
  }
  const text = redact(texts.join(': ') || typeof failure, secrets)
  return new Error(code && !text.includes(code) ? `${text} (${redact(code, secrets, 60)})` : text)
}

interface ErrorLike {
  readonly message: string
  readonly code?: unknown
  readonly cause?: unknown
}

function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'message' in value &&
    typeof value.message === 'string'
  )
}

/** A secret as others write it: letters that must be there, and all that may be. */
interface WrittenForm {
  readonly probe: string
  readonly pattern: () => RegExp | string
}

/** A secret as it is, and as servers and proxies write it out again. */
function writtenForms(secret: string): WrittenForm[] {
  if (secret === '') return []
  if (secret.length > longestEncoded) return [{ probe: secret, pattern: () => secret }]
  const written: WrittenForm = {
    probe: longestRun(secret, /[A-Za-z\d]+/g),
    pattern: () => {
      const form = secret
        .split(controls())
        .map((run) => Array.from(run, writtenCharacter).join(''))
        .join(writtenGap)
      // In any case: encoders write hexadecimal digits either way.
      return new RegExp(secret.length < shortestInWords ? standingAlone(form) : form, 'giu')
    },
  }
  return secret.length < shortestEncoded ? [written] : [written, ...encodedForms(secret)]
}

function longestRun(text: string, runs: RegExp): string {
  return (text.match(runs) ?? []).reduce((a, b) => (b.length > a.length ? b : a), '')
}

/**
 * Shorter texts stand inside of many words, which nobody could read without them; by themselves
 * they are taken out like others.
 */
const shortestInWords = 4

/** The pattern, where neither a letter nor a digit stands before or behind. */
function standingAlone(pattern: string): string {
  return `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`
}

/** Shorter texts have base64 forms of a few letters, which stand in half of all words. */
const shortestEncoded = 8

/** Longer texts are documents, not secrets, and no pattern could hold them. */
const longestEncoded = 1_000

/** What becomes of spaces and control characters inside of a secret. */
const writtenGap = `(?:${control}|\\+|%(?:25){0,3}[\\da-f]{2}|\\\\{1,8}(?:u[\\da-f]{4}|[bfnrtv])|&#?\\w{1,8};)+`

/** One character: itself, escaped for JSON, percent-encoded, or as an HTML entity. */
function writtenCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  // No encoder touches these.
  if (/[\w-]/.test(character)) return character
  const percent = [...utf8(character)].map((byte) => `%(?:25){0,3}${hex(byte, 2)}`).join('')
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
  const unicode = units.map((unit) => `\\\\{1,8}u${hex(unit, 4)}`).join('')
  const name = entityNames.get(character)
  const entity = `&(?:amp;){0,3}(?:#0{0,6}${code}|#x0{0,6}${hex(code, 1)}${name ? `|${name}` : ''});`
  const raw = `\\\\{0,8}${character.replace(/[^\w]/u, literal)}`
  return `(?:${percent}|${unicode}|${entity}|${raw})`
}

const entityNames = new Map([
  ['&', 'amp'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['"', 'quot'],
  ["'", 'apos'],
])

/** The secret inside of hexadecimal or base64 text; in base64 its letters depend on the offset. */
function encodedForms(secret: string): WrittenForm[] {
  const bytes = utf8(secret)
  const hexadecimal = Array.from(bytes, (byte) => hex(byte, 2)).join('')
  const base64 = [0, 1, 2].map((offset) =>
    btoa(String.fromCharCode(...new Uint8Array(offset), ...bytes)).slice(
      Math.ceil((offset * 8) / 6),
      Math.floor(((offset + bytes.length) * 8) / 6),
    ),
  )
  return [
    {
      probe: longestRun(hexadecimal, /\d+/g),
      pattern: () => new RegExp(hexadecimal, 'gi'),
    },
    ...base64.map((form) => ({
      probe: longestRun(form, /[A-Za-z\d]+/g),
      pattern: () =>
        new RegExp(form.replaceAll('+', '(?:[+-]|%2[bB])').replaceAll('/', '(?:[/_]|%2[fF])'), 'g'),
    })),
  ]
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/** A character for a pattern, by its code point: no character is special then. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
