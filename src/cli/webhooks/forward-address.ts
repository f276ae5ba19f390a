import { UsageError } from '../failures.js'

/** True for hosts that never leave this machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|.+\.localhost|\[?::1\]?|127(?:\.\d{1,3}){3})$/i.test(host)
}

/**
 * Where `--forward` hands deliveries on to: an application on this machine. Elsewhere a delivery
 * belongs by a subscription of its own.
 *
 * @throws UsageError for any other address.
 */
export function readForward(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && isLoopbackHost(url.hostname)) return url
  throw new UsageError(
    '--forward takes the address of an application on this machine, such as http://127.0.0.1:3000/webhooks.',
  )
}
