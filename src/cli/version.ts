import { createRequire } from 'node:module'

/** This package's version, read when somebody asks. */
export function readVersion(): string {
  const manifest: { readonly version: string } = createRequire(import.meta.url)(
    'firstaml-client/package.json',
  )
  return manifest.version
}
