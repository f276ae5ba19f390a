import type { Environment } from './progress.js'
import type { PullSchemaOptions } from './pull-options.js'

/** The options of a pull that the environment decides. */
export type EnvironmentOptions = Pick<
  PullSchemaOptions,
  | 'clientId'
  | 'clientSecret'
  | 'baseUrl'
  | 'graphqlUrl'
  | 'tokenUrl'
  | 'schemaUrl'
  | 'audience'
  | 'userAgent'
>

const variables: Readonly<Record<keyof EnvironmentOptions, string>> = {
  clientId: 'FIRSTAML_CLIENT_ID',
  clientSecret: 'FIRSTAML_CLIENT_SECRET',
  baseUrl: 'FIRSTAML_BASE_URL',
  graphqlUrl: 'FIRSTAML_GRAPHQL_URL',
  tokenUrl: 'FIRSTAML_TOKEN_URL',
  schemaUrl: 'FIRSTAML_SCHEMA_URL',
  audience: 'FIRSTAML_AUDIENCE',
  userAgent: 'FIRSTAML_USER_AGENT',
}

/**
 * Reads the environment. A variable that is set to nothing counts as not set.
 *
 * @returns undefined without credentials.
 * @throws TypeError when only one half of the credentials is there.
 */
export function readEnvironment(env: Environment): EnvironmentOptions | undefined {
  const read = (option: keyof EnvironmentOptions) => env[variables[option]]?.trim() || undefined
  const clientId = read('clientId')
  const clientSecret = read('clientSecret')
  if (clientId === undefined && clientSecret === undefined) return undefined
  if (clientId === undefined || clientSecret === undefined) {
    const [set, missing] =
      clientId === undefined ? ['clientSecret', 'clientId'] : ['clientId', 'clientSecret']
    throw new TypeError(
      `${set} is set, but ${missing} is not. Set both to pull the schema from First AML, or neither to use this package's sandbox.`,
    )
  }
  return {
    clientId,
    clientSecret,
    baseUrl: read('baseUrl'),
    graphqlUrl: read('graphqlUrl'),
    tokenUrl: read('tokenUrl'),
    schemaUrl: read('schemaUrl'),
    audience: read('audience'),
    userAgent: read('userAgent'),
  }
}

/** A message about options, for people who set variables: each option under its variable's name. */
export function nameVariables(message: string): string {
  return Object.entries(variables).reduce(
    (text, [option, variable]) =>
      text
        .replaceAll(`${option} (${variable})`, variable)
        .replaceAll(new RegExp(`(?<![\\w./])${option}(?![\\w./(])`, 'g'), variable),
    message,
  )
}
