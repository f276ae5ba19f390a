/** The client of the command line: made from the environment, with its token shared between runs. */
import type { FirstAmlClient, FirstAmlClientOptions } from 'firstaml-client'
import type { Cli } from './cli.js'
import { readOwnManifest } from './own-manifest.js'
import { namingVariables } from './variables.js'

/**
 * Opens a client with the credentials of the environment; it is closed when the command ends. Give
 * `cli.signal` to what it does.
 *
 * Tokens are kept in the user's cache, so that a loop of commands asks for one token and not for
 * many, as First AML wants it. `FIRSTAML_TOKEN_STORE` names another folder, or `none`.
 *
 * @throws UsageError that names the variable to set or to correct.
 */
export async function openClient(
  cli: Cli,
  options: Partial<FirstAmlClientOptions> = {},
): Promise<FirstAmlClient> {
  const { clientFromEnv } = await import('firstaml-client/node')
  const { env, fetch } = cli.io
  const store = await openTokenStore(cli)
  const client = await namingVariables(() =>
    clientFromEnv({
      env,
      ...ownUserAgent(cli),
      ...(fetch && { fetch }),
      ...(store && { tokenStore: store }),
      onEvent: (event) => {
        if (event.type !== 'store_failed') return
        cli.note(`The token is not shared with later runs. ${event.message ?? storeRemedy}`)
      },
      ...options,
    }),
  )
  cli.defer(client.dispose)
  return client
}

const storeRemedy =
  'Check that the cache folder may be written to, or set FIRSTAML_TOKEN_STORE to another, or to none.'

/** Where tokens are kept; undefined for nowhere. */
export async function openTokenStore({ io }: Cli) {
  const folder = io.env.FIRSTAML_TOKEN_STORE?.trim()
  if (folder === 'none') return undefined
  const { fileTokenStore } = await import('firstaml-client/node')
  return fileTokenStore(folder ? { folder } : {})
}

/** Ours, where the environment names no other. */
export function ownUserAgent({ io }: Cli): { readonly userAgent?: string } {
  if (io.env.FIRSTAML_USER_AGENT?.trim()) return {}
  return { userAgent: `firstaml-cli/${readOwnManifest().version}` }
}
