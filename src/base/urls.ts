/** First AML's public sandbox: the only host that its documentation names. */
export const defaultBaseUrl = 'https://public-api-sandbox.firstaml.com'

/** The audience of every First AML environment. */
export const defaultAudience = 'https://api.firstaml.com'

/** True for hosts that never leave this machine, where plain HTTP is harmless. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(host)
  )
}

/**
 * Reads an option that must be an absolute URL to which secrets may go: `https:`, or `http:` on
 * loopback.
 *
 * @param option - the option's name, for the message.
 * @throws TypeError when the URL is not one, carries credentials, or would send secrets in clear.
 */
export function readSecureUrl(value: string | URL, option: string, allowInsecure: boolean): URL {
  let url: URL
  try {
    url = new URL(value)
  } catch {
    throw new TypeError(`${option} must be an absolute URL, such as ${defaultBaseUrl}.`)
  }
  if (url.username || url.password) {
    throw new TypeError(`${option} must not carry a user name or password.`)
  }
  if (url.protocol === 'https:') return url
  if (url.protocol !== 'http:') throw new TypeError(`${option} must be an https: URL.`)
  // Text, such as 'false' from an environment, allows nothing.
  if (allowInsecure !== true && !isLoopback(url)) {
    throw new TypeError(
      `${option} must be https: since tokens and secrets travel there (${url.origin} is not on loopback). Set allowInsecureRequests: true only if the network in between is your own.`,
    )
  }
  return url
}

/** An address below a base, whether or not the base ends in a slash. */
export function below(base: URL, path: string): URL {
  const { origin, pathname } = base
  return new URL(path, pathname.endsWith('/') ? `${origin}${pathname}` : `${origin}${pathname}/`)
}
