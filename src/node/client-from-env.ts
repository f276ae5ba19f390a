import { createClient, type FirstAmlClient, type FirstAmlClientOptions } from '../client.js'
import { type Environment, environmentVariables, readEnvironment } from './environment.js'

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
    throw new TypeError(nameVariable(error.message, own), { cause: error })
  }
}

/** What is given as undefined is not given, and must not take the environment's place. */
function leaveOutUndefined<Options extends object>(options: Options): Options {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as Options
}

/** A message about an option under the name of its variable, where that is what was set. */
function nameVariable(message: string, own: object): string {
  const [option = ''] = message.split(' ', 1)
  const variables: Readonly<Record<string, string>> = environmentVariables
  const variable = option in own ? undefined : variables[option]
  return variable ? variable + message.slice(option.length) : message
}
