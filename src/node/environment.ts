/** Variables as `process.env` holds them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What the environment says. Only what is set is there. */
export interface EnvironmentOptions {
  readonly clientId: string
  readonly clientSecret: string
  readonly baseUrl?: string
  readonly graphqlUrl?: string
  readonly tokenUrl?: string
  readonly schemaUrl?: string
  readonly audience?: string
  readonly userAgent?: string
}

/** The options that the environment can set, and the variable of each. */
export const environmentVariables = {
  clientId: 'FIRSTAML_CLIENT_ID',
  clientSecret: 'FIRSTAML_CLIENT_SECRET',
  baseUrl: 'FIRSTAML_BASE_URL',
  graphqlUrl: 'FIRSTAML_GRAPHQL_URL',
  tokenUrl: 'FIRSTAML_TOKEN_URL',
  schemaUrl: 'FIRSTAML_SCHEMA_URL',
  audience: 'FIRSTAML_AUDIENCE',
  userAgent: 'FIRSTAML_USER_AGENT',
} as const satisfies Readonly<Record<keyof EnvironmentOptions, string>>

/**
 * Reads options from the environment. A variable that is empty counts as not set, since that is how
 * shells and CI systems unset them.
 *
 * @returns undefined when neither credential is set.
 * @throws TypeError when one of the two is missing; the message names it.
 */
export function readEnvironment(environment: Environment): EnvironmentOptions | undefined {
  const options: Partial<Record<keyof EnvironmentOptions, string>> = {}
  for (const [option, variable] of Object.entries(environmentVariables)) {
    const value = environment[variable]?.trim()
    if (value) options[option as keyof EnvironmentOptions] = value
  }
  const { clientId, clientSecret, ...others } = options
  if (clientId === undefined && clientSecret === undefined) return undefined
  if (clientId !== undefined && clientSecret !== undefined) {
    return { ...others, clientId, clientSecret }
  }
  const { clientId: id, clientSecret: secret } = environmentVariables
  const [set, missing] = clientId === undefined ? [secret, id] : [id, secret]
  throw new TypeError(
    `${set} is set, but ${missing} is not. Set both to use First AML, or neither where the sandbox can stand in.`,
  )
}

/**
 * A message of this package about options, for people who set variables instead: each option under
 * its variable's name, and without the names in brackets that tell it to those who set options.
 */
export function nameVariables(message: string): string {
  return Object.entries(environmentVariables).reduce(
    (text, [option, variable]) =>
      text.replaceAll(
        new RegExp(`(?<![\\w./-])(?:the )?${option}(?![\\w/(]|\\.\\w)`, 'g'),
        variable,
      ),
    message.replaceAll(/ \(FIRSTAML_\w+(?:, FIRSTAML_\w+)*\)/g, ''),
  )
}
