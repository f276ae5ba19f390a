// Generous for a query or a scanned document, and a bound on what a mistake can make the sandbox
// hold.
const queryLimitMiB = 8
const uploadLimitMiB = 64

/** How large a body may be, in MiB, by the path that it is sent to. */
export function bodyLimitMiB(path: string): number {
  return path.startsWith('/uploads/') ? uploadLimitMiB : queryLimitMiB
}

/** The same in bytes. */
export function bodyLimitBytes(path: string): number {
  return bodyLimitMiB(path) * 1024 * 1024
}
