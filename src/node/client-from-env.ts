import { createClient, type FirstAmlClient, type FirstAmlClientOptions } from '../client.js'
import { type Environment, readEnvironment } from './environment.js'

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
  return createClient({ ...clientOptions, ...given })
}
