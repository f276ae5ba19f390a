/** The client of the command line: made from the environment, with its token shared between runs. */
import type { FirstAmlClient, FirstAmlClientOptions } from 'firstaml-client'
import type { Cli } from './cli.js'
import { UsageError } from './failures.js'
import { readVersion } from './version.js'

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
      ...(!env.FIRSTAML_USER_AGENT?.trim() && { userAgent: `firstaml-cli/${readVersion()}` }),
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

async function openTokenStore({ io }: Cli) {
  const folder = io.env.FIRSTAML_TOKEN_STORE?.trim()
  if (folder === 'none') return undefined
  const { fileTokenStore } = await import('firstaml-client/node')
  return fileTokenStore(folder ? { folder } : {})
}

/** Calls what reads options from the environment, and names the variables in what it complains of. */
export async function namingVariables<Value>(open: () => Value): Promise<Awaited<Value>> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(await nameVariables(error.message), { cause: error })
  }
}

async function nameVariables(message: string): Promise<string> {
  const { environmentVariables } = await import('firstaml-client/node')
  let named = message
  for (const [option, variable] of Object.entries(environmentVariables)) {
    named = named.replaceAll(new RegExp(`(?<![\\w./])${option}(?![\\w./(])`, 'g'), variable)
  }
  return named
}
