import type { FirstAmlClientOptions } from '../client.js'

/** Variables as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What the environment can say of a client. */
export type EnvironmentOptions = Pick<
  FirstAmlClientOptions,
  'clientId' | 'clientSecret' | 'baseUrl' | 'graphqlUrl' | 'tokenUrl' | 'audience' | 'userAgent'
>

const optional = {
  baseUrl: 'FIRSTAML_BASE_URL',
  graphqlUrl: 'FIRSTAML_GRAPHQL_URL',
  tokenUrl: 'FIRSTAML_TOKEN_URL',
  audience: 'FIRSTAML_AUDIENCE',
  userAgent: 'FIRSTAML_USER_AGENT',
} as const

/**
 * Reads a client's options from the environment. A variable that is empty counts as not set, since
 * that is how shells and CI systems unset them.
 *
 * @returns undefined when neither credential is set.
 * @throws TypeError when one of the two is missing; the message names it.
 */
export function readEnvironment(environment: Environment): EnvironmentOptions | undefined {
  const clientId = environment.FIRSTAML_CLIENT_ID?.trim()
  const clientSecret = environment.FIRSTAML_CLIENT_SECRET?.trim()
  if (!clientId && !clientSecret) return undefined
  if (!clientId || !clientSecret) {
    const [missing, present] = clientId
      ? ['FIRSTAML_CLIENT_SECRET', 'FIRSTAML_CLIENT_ID']
      : ['FIRSTAML_CLIENT_ID', 'FIRSTAML_CLIENT_SECRET']
    throw new TypeError(`${missing} is not set, but ${present} is: set both, or neither.`)
  }
  const options: Record<string, string> = {}
  for (const [option, variable] of Object.entries(optional)) {
    const value = environment[variable]?.trim()
    if (value) options[option] = value
  }
  return { ...options, clientId, clientSecret }
}
