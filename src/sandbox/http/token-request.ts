/** A token request as it came in: each member is text if it was sent as text. */
export interface TokenRequest {
  readonly grantType: string | undefined
  readonly audience: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
}

/** A body that cannot be read, in the terms of the answer. */
export interface UnreadableTokenRequest {
  readonly status: 400 | 413 | 415
  readonly complaint: string
}

const bodyLimitBytes = 64 * 1024
const memberNames = ['grant_type', 'audience', 'client_id', 'client_secret'] as const

/**
 * Reads the body of a token request, as JSON (what the vendor documents) or as a form (RFC 6749).
 *
 * Never throws for what a client can send: whatever is wrong comes back as a complaint.
 */
export function parseTokenRequest(
  contentType: string | null,
  body: Uint8Array,
): TokenRequest | UnreadableTokenRequest {
  if (body.byteLength > bodyLimitBytes) {
    return { status: 413, complaint: 'The body is larger than 64 KiB.' }
  }
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  const text = new TextDecoder().decode(body)
  if (mediaType === 'application/json') return readJson(text)
  if (mediaType === 'application/x-www-form-urlencoded') return readForm(text)
  return { status: 415, complaint: 'Send application/json.' }
}

/** Whether a body was refused. */
export function isUnreadable(
  parsed: TokenRequest | UnreadableTokenRequest,
): parsed is UnreadableTokenRequest {
  return 'complaint' in parsed
}

function readJson(text: string): TokenRequest | UnreadableTokenRequest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { status: 400, complaint: 'The body is not valid JSON.' }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { status: 400, complaint: 'The body must be a JSON object.' }
  }
  return readMembers(new Map(Object.entries(value)))
}

function readForm(text: string): TokenRequest | UnreadableTokenRequest {
  const form = new URLSearchParams(text)
  for (const name of memberNames) {
    if (form.getAll(name).length > 1) return { status: 400, complaint: `Repeated: ${name}.` }
  }
  return readMembers(new Map(form))
}

function readMembers(members: ReadonlyMap<string, unknown>): TokenRequest | UnreadableTokenRequest {
  const texts = new Map<string, string>()
  for (const name of memberNames) {
    const value = members.get(name)
    if (value === undefined || value === null || value === '') continue
    if (typeof value !== 'string') return { status: 400, complaint: `${name} must be a string.` }
    texts.set(name, value)
  }
  return {
    grantType: texts.get('grant_type'),
    audience: texts.get('audience'),
    clientId: texts.get('client_id'),
    clientSecret: texts.get('client_secret'),
  }
}
