import type { Contender, Wiring } from '../contenders/contender.js'
import { serveOnLoopback } from '../loopback.js'
import { countFailures } from '../outcome.js'
import { createPacer, createVendor, type Vendor } from '../vendor.js'
import type { Counts } from './counts.js'

/** Time that a server takes for one GraphQL request here, in milliseconds, one after another. */
const serviceMs = 0.4

/**
 * `callers` operations at once on a token that has just been revoked, the token endpoint taking
 * 5 ms. The 401s come in one after another, so that most arrive when a new token exists already.
 */
export async function measureRevokedToken(contender: Contender, callers: number): Promise<Counts> {
  const vendor = createVendor({ tokenMs: 5, graphqlDelay: createPacer(serviceMs) })
  return revokeAndCall(contender, vendor, vendor.wiring, callers)
}

/** The same through real sockets, where the machine sets the pace. */
export async function measureRevokedOnSockets(
  contender: Contender,
  callers: number,
): Promise<Counts> {
  const vendor = createVendor({ tokenMs: 5 })
  const loopback = await serveOnLoopback(vendor)
  try {
    return await revokeAndCall(contender, vendor, loopback.wiring, callers)
  } finally {
    await loopback.close()
  }
}

async function revokeAndCall(
  contender: Contender,
  vendor: Vendor,
  wiring: Wiring,
  callers: number,
): Promise<Counts> {
  const client = contender.create(wiring)
  await client.run(-1)
  vendor.revoke()
  const tokensBefore = vendor.tokenRequests()
  const requestsBefore = vendor.graphqlRequests()
  const errors = await countFailures(client, callers)
  return {
    tokens: vendor.tokenRequests() - tokensBefore,
    errors,
    requests: vendor.graphqlRequests() - requestsBefore,
  }
}
