/**
 * Encryption at rest for any token store: AES-GCM by WebCrypto.
 *
 * An entry's key goes in as additional data, so that an entry copied to another key does not open.
 * What does not open is handed on as it is: the token source finds that it is not its own, says so
 * and writes anew. The same holds for entries from before encryption, which are still signed.
 */
import type { TokenStore } from './token-store.js'

/** 16 or 32 random bytes, or the same in base64, such as `openssl rand -base64 32` prints. */
export type EncryptionKey = string | Uint8Array

/**
 * Puts encryption in front of a store. Keys and leases stay as they are: neither tells anything.
 *
 * @param keys - the first one encrypts, every one decrypts. To change keys, put the new one first,
 * deploy, and drop the old one a token's lifetime later.
 * @throws TypeError when there is no key, or one of another length.
 *
 * @example
 * ```ts
 * const tokenStore = encryptedTokenStore(store, [process.env.TOKEN_STORE_KEY ?? ''])
 * ```
 */
export function encryptedTokenStore(store: TokenStore, keys: readonly EncryptionKey[]): TokenStore {
  const raw = readKeys(keys)
  let importing: Promise<readonly CryptoKey[]> | undefined
  const imported = () => {
    importing ??= Promise.all(raw.map(importKey))
    return importing
  }
  return {
    read: async (key) => {
      const kept = await store.read(key)
      return typeof kept === 'string'
        ? ((await decrypt(kept, key, await imported())) ?? kept)
        : kept
    },
    write: async (key, value, ttlMs) => {
      const [current] = await imported()
      if (current) await store.write(key, await encrypt(value, key, current), ttlMs)
    },
    ...(store.lease && { lease: async (key, ttlMs) => store.lease?.(key, ttlMs) }),
  }
}

const mark = 'aes-gcm.'
const ivBytes = 12

async function encrypt(text: string, boundTo: string, key: CryptoKey): Promise<string> {
  const iv = globalThis.crypto.getRandomValues(new Uint8Array(ivBytes))
  const by = { name: 'AES-GCM', iv, additionalData: bytes(boundTo) }
  const sealed = new Uint8Array(await globalThis.crypto.subtle.encrypt(by, key, bytes(text)))
  return `${mark}${toBase64(iv)}.${toBase64(sealed)}`
}

async function decrypt(
  kept: string,
  boundTo: string,
  keys: readonly CryptoKey[],
): Promise<string | undefined> {
  if (!kept.startsWith(mark)) return undefined
  const [iv, sealed] = kept.slice(mark.length).split('.').map(fromBase64)
  if (!iv || !sealed) return undefined
  const by = { name: 'AES-GCM', iv, additionalData: bytes(boundTo) }
  for (const key of keys) {
    try {
      return new TextDecoder().decode(await globalThis.crypto.subtle.decrypt(by, key, sealed))
    } catch {
      // Another key's, or nobody's.
    }
  }
  return undefined
}

function readKeys(keys: readonly EncryptionKey[]): readonly Uint8Array<ArrayBuffer>[] {
  const sound = keys
    .map(readKey)
    .flatMap((key) => (key && [16, 32].includes(key.length) ? [key] : []))
  if (sound.length > 0 && sound.length === keys.length) return sound
  throw new TypeError(
    'encryptionKeys must hold keys of 16 or 32 bytes, as bytes or in base64 (openssl rand -base64 32 makes one).',
  )
}

function readKey(key: EncryptionKey): Uint8Array<ArrayBuffer> | undefined {
  if (typeof key === 'string') return fromBase64(key)
  return key instanceof Uint8Array ? Uint8Array.from(key) : undefined
}

function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return globalThis.crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function toBase64(data: Uint8Array): string {
  return btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''))
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  } catch {
    return undefined
  }
}
