import { createClient, type FirstAmlClient, type FirstAmlClientOptions } from '../client.js'
import { type Environment, nameVariables, readEnvironment } from './environment.js'

/** Options that stand beside the environment's, and before them. */
export type ClientFromEnvOptions = Partial<FirstAmlClientOptions> & {
  /** Where to read from; default `process.env`. */
  readonly env?: Environment | undefined
}

/**
 * Creates a client from `FIRSTAML_CLIENT_ID`, `FIRSTAML_CLIENT_SECRET` and, where they are set,
 * `FIRSTAML_BASE_URL`, `FIRSTAML_GRAPHQL_URL`, `FIRSTAML_TOKEN_URL`, `FIRSTAML_AUDIENCE` and
 * `FIRSTAML_USER_AGENT`.
 *
 * @throws TypeError when a credential is missing or an option cannot work; the message names it.
 *
 * @example
 * ```ts
 * const client = clientFromEnv({ userAgent: 'acme-crm/1.2' })
 * ```
 */
export function clientFromEnv(options: ClientFromEnvOptions = {}): FirstAmlClient {
  const { env = process.env, ...given } = options
  const fromEnvironment = readEnvironment(env)
  if (!fromEnvironment) {
    throw new TypeError(
      'FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set. First AML support hands them out, one pair per environment.',
    )
  }
  const { schemaUrl: _, ...clientOptions } = fromEnvironment
  const own = leaveOutUndefined(given)
  try {
    return createClient({ ...clientOptions, ...own })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    // The message begins with the option that cannot work.
    const [option = ''] = error.message.split(' ', 1)
    if (option in own) throw error
    throw new TypeError(nameVariables(error.message), { cause: error })
  }
}

/** What is given as undefined is not given, and must not take the environment's place. */
function leaveOutUndefined<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Options
}
