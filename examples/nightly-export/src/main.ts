// A run of the nightly export, from cron or a systemd timer. The exit code says how it ended.
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FirstAmlClient } from 'firstaml-client'
import { clientFromEnv, fileTokenStore } from 'firstaml-client/node'
import { ConfigurationError, exitCodeOf, exitCodes } from './exit-code.js'
import { exportCases } from './export-cases.js'
import { log } from './log.js'
import { takeRunLock } from './run-lock.js'

function createClient(): FirstAmlClient {
  try {
    return clientFromEnv({
      userAgent: 'example-nightly-export/1.0',
      // A token lives for a day: another run, or another job, need not ask for one.
      tokenStore: fileTokenStore(),
      onEvent: ({ type, ...details }) => log(type, details),
    })
  } catch (cause) {
    throw new ConfigurationError(cause instanceof Error ? cause.message : '', { cause })
  }
}

async function main(): Promise<number> {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())

  const client = createClient()
  // What is in it is people's data: for this user alone.
  process.umask(0o077)
  const folder = resolve(process.env.EXPORT_FOLDER ?? 'export')
  await mkdir(folder, { recursive: true })
  const giveBack = await takeRunLock(join(folder, 'lock'))
  if (!giveBack) {
    client.dispose()
    process.stderr.write('Another export into this folder is under way.\n')
    return exitCodes.tryAgain
  }
  try {
    const outcome = await exportCases(client, folder, log, ending.signal)
    log('done', outcome)
    return outcome.owed > 0 ? exitCodes.tryAgain : exitCodes.done
  } finally {
    client.dispose()
    await giveBack()
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  return exitCodeOf(error)
})
