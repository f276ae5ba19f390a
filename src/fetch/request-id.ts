const names = ['x-request-id', 'request-id', 'x-correlation-id', 'x-ms-request-id']

/**
 * What the server called a request, for its support to find it; no header is documented, so the
 * usual ones are looked for. A value that is no plain identifier is passed over.
 */
export function readRequestId({ headers }: Response): string | undefined {
  for (const name of names) {
    const id = headers.get(name)
    if (id && /^[\w.:/+=-]{1,128}$/.test(id)) return id
  }
  return undefined
}
