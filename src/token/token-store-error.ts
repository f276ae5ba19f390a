import { FirstAmlError } from '../base/errors.js'

/**
 * A failure of a token store that somebody has to mend, such as a file that others can read.
 *
 * No operation fails of it: a token source tells it to its listener, message included, and does
 * without the store. The message must be fit for logs, so it never holds an address with a password
 * or what was stored. Stores of your own may throw it too; other errors are told without a message.
 */
export class TokenStoreError extends FirstAmlError {
  override readonly name = 'TokenStoreError'
  readonly code = 'token_store'
}
