import { createClient, type FirstAmlClient, type FirstAmlClientOptions } from '../../src/index.js'
import type { BenchClient, Contender, Wiring } from './contender.js'
import { runOnUrql } from './urql-run.js'

/** Ours as an application starts with it: every default on. */
export const oursClient: Contender = {
  name: 'firstaml-client, createClient',
  isOurs: true,
  cpuLimit: 1.15,
  // The shortest soft window that the lot can draw for a token of a day.
  leewayMs: 30_000,
  create: (wiring) => onUrql(createOurs(wiring)),
}

/** Ours without retry, throttle and time limits; for CPU time only. */
export const oursLean: Contender = {
  name: 'firstaml-client, all off',
  isOurs: true,
  cpuLimit: 1.08,
  leewayMs: 30_000,
  create: (wiring) =>
    onUrql(
      createOurs(wiring, {
        // Not `false`, which would keep the limit for the whole request.
        retry: { attempts: 1, totalMs: Number.POSITIVE_INFINITY },
        throttle: false,
        timeoutMs: Number.POSITIVE_INFINITY,
      }),
    ),
}

/** A client of ours for a bench; every default on, but for what is said. */
export function createOurs(
  wiring: Wiring,
  without: Pick<FirstAmlClientOptions, 'retry' | 'throttle' | 'timeoutMs'> = {},
): FirstAmlClient {
  const { tokenUrl, graphqlUrl, clientId, clientSecret, audience, fetch, runtime } = wiring
  return createClient({
    tokenUrl,
    graphqlUrl,
    clientId,
    clientSecret,
    audience,
    fetch,
    ...(runtime && { runtime }),
    ...without,
  })
}

function onUrql(client: FirstAmlClient): BenchClient {
  return { exposed: client, run: runOnUrql(client.urql) }
}
