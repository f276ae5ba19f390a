/**
 * What a token source writes into a store, and under which key.
 *
 * The key is the SHA-256 of everything that a token depends on, so that another client, audience,
 * token URL or secret never meets the same entry, and nobody who reads the key learns any of them.
 * The entry carries an HMAC with the secret over key and text: what was tampered with, copied from
 * another key or written by somebody else does not open.
 */
export interface StoreSeal {
  readonly key: string
  readonly seal: (text: string) => Promise<string>
  /** The text that was sealed, or undefined when it is not ours. */
  readonly open: (sealed: string) => Promise<string | undefined>
}

export interface SealedBy {
  readonly tokenUrl: URL
  readonly clientId: string
  readonly audience: string
}

/** @throws when the runtime has no WebCrypto, as web pages without TLS have none. */
export async function createStoreSeal(
  { tokenUrl, clientId, audience }: SealedBy,
  secret: string,
): Promise<StoreSeal> {
  const { subtle } = globalThis.crypto
  const parts = ['firstaml-client token', 1, tokenUrl.href, clientId, audience, secret]
  const digest = await subtle.digest('SHA-256', bytes(JSON.stringify(parts)))
  const key = `firstaml-token-${hex(digest)}`
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const mac = await subtle.importKey('raw', bytes(secret), hmac, false, ['sign', 'verify'])
  const bound = (text: string) => bytes(`${key}\n${text}`)
  return {
    key,
    seal: async (text) => `${hex(await subtle.sign('HMAC', mac, bound(text)))}.${text}`,
    open: async (sealed) => {
      const [, signature = '', text = ''] = /^([\da-f]{64})\.(.*)$/s.exec(sealed) ?? []
      const genuine = await subtle.verify('HMAC', mac, unhex(signature), bound(text))
      return genuine ? text : undefined
    },
  }
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function unhex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
