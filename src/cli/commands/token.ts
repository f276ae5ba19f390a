import type { DefineCommand } from '../cli.js'
import { openClient } from '../client.js'
import { UsageError } from '../failures.js'

interface Flags {
  readonly show?: boolean
}

const after = `
For a single command:

  curl --header "Authorization: Bearer $(firstaml token)" …

The token is kept in the user's cache, readable by nobody else, and printed again until it is near
its end: jobs that run every minute share one. FIRSTAML_TOKEN_STORE names another folder, or none.`

export const define: DefineCommand = (command, { act }) => {
  command
    .description('Prints an access token. Whoever has it may do what these credentials may.')
    .option('--show', 'print it onto a terminal too, where logs and onlookers may keep it')
    .addHelpText('after', after)
  act<Flags>(command, async (cli, { options }) => {
    if (cli.io.stdout.isTTY && !options.show) {
      throw new UsageError(
        'A token is not printed onto a terminal. Use it as "$(firstaml token)", or add --show.',
      )
    }
    const client = await openClient(cli)
    const { value, expiresAt, scope } = await client.tokenSource.get({ signal: cli.signal })
    if (cli.json) {
      await cli.writeJson({
        accessToken: value,
        expiresAt: new Date(expiresAt).toISOString(),
        scope: scope ?? null,
      })
    } else await cli.write(`${value}\n`)
    return 0
  })
}
