import { version } from './version.js'

/** What this package calls itself in `User-Agent`: product and version (RFC 9110, section 10.1.5). */
export const product = `firstaml-client/${version}`

/**
 * The `User-Agent` that every request carries: the application's own products first, then ours.
 * First AML's go-live review looks for it.
 *
 * @throws TypeError when the value could not stand in a header.
 */
export function createUserAgent(application?: string): string {
  if (application === undefined) return product
  if (!/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(application)) {
    throw new TypeError(
      'userAgent must be printable ASCII without leading or trailing space, such as "acme-crm/1.2".',
    )
  }
  return `${application} ${product}`
}

/** Puts the caller's own header before ours; a value that already ends in ours stays. */
export function joinUserAgent(given: string | undefined, own: string): string {
  if (!given) return own
  return given.endsWith(product) ? given : `${given} ${own}`
}
