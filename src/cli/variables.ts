/** Variables of the environment, for messages that speak of the options that they set. */
import { UsageError } from './failures.js'

/** Calls what reads options from the environment, and names the variables in what it complains of. */
export async function namingVariables<Value>(open: () => Value): Promise<Awaited<Value>> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(await nameVariables(error.message), { cause: error })
  }
}

/** A message with each option under the name of its variable. */
export async function nameVariables(message: string): Promise<string> {
  const { environmentVariables } = await import('firstaml-client/node')
  let named = message
  for (const [option, variable] of Object.entries(environmentVariables)) {
    named = named
      .replaceAll(`${option} (${variable})`, variable)
      .replaceAll(new RegExp(`(?<![\\w./-])${option}(?![\\w./(])`, 'g'), variable)
  }
  return named
}
