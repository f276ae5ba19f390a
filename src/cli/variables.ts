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

/**
 * A message with each option under the name of its variable, and without the lists in brackets that
 * tell those who set options how these are called here.
 */
export async function nameVariables(message: string): Promise<string> {
  const { environmentVariables } = await import('firstaml-client/node')
  return Object.entries(environmentVariables).reduce(
    (text, [option, variable]) =>
      text.replaceAll(
        new RegExp(`(?<![\\w./-])(?:the )?${option}(?![\\w/(]|\\.\\w)`, 'g'),
        variable,
      ),
    message.replaceAll(/ \(FIRSTAML_\w+(?:, FIRSTAML_\w+)*\)/g, ''),
  )
}
