import { setTimeout } from 'node:timers/promises'
import type { Contender } from '../contenders/contender.js'
import { countFailures } from '../outcome.js'
import { createVendor } from '../vendor.js'
import type { Counts } from './counts.js'

const lateOperations = 10
const apartMs = 25

/**
 * One 401 brings a new token; then ten more for the old token arrive, 25 ms apart. Each of the ten
 * could tell that its token has been replaced meanwhile. Counted are all eleven operations.
 */
export async function measureLateRefusals(contender: Contender): Promise<Counts> {
  const vendor = createVendor({ tokenMs: 5 })
  const client = contender.create(vendor.wiring)
  await client.run(-1)
  vendor.revoke()
  // Each waits for the one before, so that a machine that stutters cannot bring two at once.
  let last: Promise<void> | undefined
  vendor.script.graphqlDelay = ({ isAccepted }) => {
    if (isAccepted) return 0
    last = last ? last.then(() => setTimeout(apartMs)) : setTimeout(1)
    return last
  }
  const tokensBefore = vendor.tokenRequests()
  const requestsBefore = vendor.graphqlRequests()
  const errors = await countFailures(client, 1 + lateOperations)
  return {
    tokens: vendor.tokenRequests() - tokensBefore,
    errors,
    requests: vendor.graphqlRequests() - requestsBefore,
  }
}
