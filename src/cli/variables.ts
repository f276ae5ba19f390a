/** Variables of the environment, for messages that speak of the options that they set. */
import { UsageError } from './failures.js'

/** Calls what reads options from the environment, and names the variables in what it complains of. */
export async function namingVariables<Value>(open: () => Value): Promise<Awaited<Value>> {
  try {
    return await open()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const { nameVariables } = await import('firstaml-client/node')
    throw new UsageError(nameVariables(error.message), { cause: error })
  }
}
