import { createRequire } from 'node:module'

/** What is looked at of this package's own package.json. */
export interface OwnManifest {
  readonly version: string
  readonly engines: { readonly node: string }
  readonly peerDependencies: Readonly<Record<string, string>>
}

/** This package's package.json, read when somebody asks. */
export function readOwnManifest(): OwnManifest {
  return createRequire(import.meta.url)('firstaml-client/package.json')
}
