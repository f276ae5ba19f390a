import type { DefineCommand } from '../cli.js'
import { openClient } from '../client.js'
import { formatTable, printable } from '../table.js'

export const define: DefineCommand = (command, { act }) => {
  command.description(
    'Asks First AML who these credentials are: the first call to make with new ones. The office’s key is what other operations take as officeId.',
  )
  act(command, async (cli) => {
    const client = await openClient(cli)
    const { MeDocument } = await import('firstaml-client/operations')
    const { me } = await client.request(MeDocument, {}, { signal: cli.signal })
    if (cli.json) {
      await cli.writeJson(me)
      return 0
    }
    const { bold } = cli.paint
    const rows = me.accessibleOrganizations.flatMap(({ organizationId, name, offices }) =>
      offices.length > 0
        ? offices.map((office) => [name, organizationId, office.name, office.key])
        : [[name, organizationId, '(no offices)', '']],
    )
    await cli.write(
      [
        `${bold('Client')}  ${printable(me.friendlyApiClientName ?? '(no name)')} (${printable(me.apiClientId)})\n`,
        `${bold('Scopes')}  ${me.scopes.map(printable).join(', ') || '(none)'}\n\n`,
        formatTable(['Organization', 'organizationId', 'Office', 'officeId'], rows, cli.paint),
      ].join(''),
    )
    return 0
  })
}
