import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Runs `work` with the WebCrypto calls that the store's seal makes answered in the same turn, with
 * the same results. WebCrypto itself works on threads, and time that runs by itself would run away
 * from it.
 */
export async function withSyncCrypto<T>(work: () => Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'crypto')
  const mac = (key: Uint8Array, data: Uint8Array) => createHmac('sha256', key).update(data).digest()
  const subtle = {
    digest: async (_name: string, data: Uint8Array) => createHash('sha256').update(data).digest(),
    importKey: async (_format: string, raw: Uint8Array) => raw,
    sign: async (_name: string, key: Uint8Array, data: Uint8Array) => mac(key, data),
    verify: async (_name: string, key: Uint8Array, signature: Uint8Array, data: Uint8Array) =>
      signature.length === 32 && timingSafeEqual(mac(key, data), signature),
  }
  Object.defineProperty(globalThis, 'crypto', { value: { subtle }, configurable: true })
  try {
    return await work()
  } finally {
    if (before) Object.defineProperty(globalThis, 'crypto', before)
  }
}
