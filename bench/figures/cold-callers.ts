import type { Contender } from '../contenders/contender.js'
import { countFailures } from '../outcome.js'
import { createVendor } from '../vendor.js'
import type { Counts } from './counts.js'

/** `callers` first operations at once, when nobody has a token yet. */
export async function measureColdCallers(contender: Contender, callers: number): Promise<Counts> {
  const vendor = createVendor({ tokenMs: 5, graphqlDelay: () => 5 })
  const client = contender.create(vendor.wiring)
  const errors = await countFailures(client, callers)
  return { tokens: vendor.tokenRequests(), errors, requests: vendor.graphqlRequests() }
}
