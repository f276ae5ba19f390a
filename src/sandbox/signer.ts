import { createHmac } from 'node:crypto'

/** Makes the short text that proves that another text was given out by this sandbox. */
export type Signer = (text: string) => string

/**
 * Makes a signer. Its key is the same in every sandbox: it keeps honest callers from making things
 * up, and there is nothing here to protect.
 */
export function createSigner(): Signer {
  return (text) =>
    createHmac('sha256', 'sandbox-signing-key').update(text).digest('base64url').slice(0, 22)
}
