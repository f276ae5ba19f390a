import type { ApiClient } from '../world/api-clients.js'
import type { ItemWatcher } from './answer.js'
import type { Arrival } from './arrival.js'
import { createEvidence } from './evidence.js'

/** Watches for requests beyond the scopes of their client. */
export function watchScopes(): ItemWatcher {
  const evidence = createEvidence()
  let judged = 0
  let refused = 0

  function refuse(arrival: Arrival, field: string, scope: string, client: ApiClient): void {
    refused += 1
    const has = client.scopes.join(' ') || 'none'
    evidence.add(`tried ${field}, which wants ${scope}; ${client.clientId} has ${has}`, arrival)
  }

  return {
    answered(arrival, { client, operation, status }) {
      if (client === undefined) return
      if (arrival.kind === 'file') {
        judged += 1
        if (status === 403 && !client.scopes.includes('read-only'))
          refuse(arrival, 'a download', 'read-only', client)
      }
      if (operation === undefined) return
      judged += 1
      for (const { name, scopes } of operation.fields(arrival.graphql?.variables ?? {})) {
        const missing = scopes.filter((scope) => !client.scopes.includes(scope))
        if (missing.length > 0) refuse(arrival, name, missing.join(' '), client)
      }
    },
    item: () => ({
      id: 'scopes',
      title: "Nothing beyond the client's scopes is tried",
      verdict: judged === 0 ? 'not observed' : refused > 0 ? 'fail' : 'pass',
      summary:
        judged === 0
          ? 'No operation was carried out.'
          : `${judged} operations and downloads were looked at; ${refused} times a scope was missing.`,
      counts: { judged, refused },
      evidence: evidence.pieces(),
      omitted: evidence.omitted(),
      advice:
        refused > 0
          ? 'Do not offer what the client may not do: me.scopes tells what it may, requiredScopes of firstaml-client/operations what each operation wants. Or ask First AML for the scope.'
          : null,
    }),
  }
}
