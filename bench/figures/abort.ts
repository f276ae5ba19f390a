import type { Contender } from '../contenders/contender.js'
import { settle } from '../outcome.js'
import { stopwatch } from '../time-travel.js'
import { createVendor, type Vendor } from '../vendor.js'

/** From the caller's abort to the settled operation, in milliseconds, by what it was waiting for. */
export interface AbortDelays {
  readonly firstToken: number
  readonly answer: number
  readonly tokenAfterRefusal: number
  readonly answerToReplay: number
}

/** How long the held endpoint takes: who ignores the abort settles this late. */
const heldMs = 1_000
const abortAfterMs = 30

export async function measureAbort(contender: Contender): Promise<AbortDelays> {
  const measure = async (hold: (vendor: Vendor) => void, warm: boolean) => {
    const vendor = createVendor()
    const client = contender.create(vendor.wiring)
    if (warm) await client.run(-1)
    hold(vendor)
    const abort = new AbortController()
    let elapsed = stopwatch()
    setTimeout(() => {
      elapsed = stopwatch()
      abort.abort()
    }, abortAfterMs)
    await settle(client, 1, abort.signal)
    return elapsed()
  }
  const [firstToken, answer, tokenAfterRefusal, answerToReplay] = await Promise.all([
    measure(({ script }) => {
      script.tokenMs = heldMs
    }, false),
    measure(({ script }) => {
      script.graphqlDelay = () => heldMs
    }, true),
    measure((vendor) => {
      vendor.revoke()
      vendor.script.tokenMs = heldMs
    }, true),
    measure((vendor) => {
      vendor.revoke()
      vendor.script.graphqlDelay = ({ isAccepted }) => (isAccepted ? heldMs : 0)
    }, true),
  ])
  return { firstToken, answer, tokenAfterRefusal, answerToReplay }
}
