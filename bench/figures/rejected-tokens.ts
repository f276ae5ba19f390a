import { createFakeClock } from '../../test/support/fake-clock.js'
import type { Contender } from '../contenders/contender.js'
import { type Outcome, settle } from '../outcome.js'
import { createVendor } from '../vendor.js'
import type { Counts } from './counts.js'

/** Milliseconds between two operations: 100 a second. */
const apartMs = 10

/** The API refuses every token: `operations` of them, 100 a second by the real clock. */
export async function measureRejectedTokens(
  contender: Contender,
  operations: number,
): Promise<Counts> {
  const vendor = createVendor({ tokenMs: 1, refusesEveryToken: true })
  const client = contender.create(vendor.wiring)
  const outcomes: Promise<Outcome>[] = []
  for (let n = 0; n < operations; n++) {
    outcomes.push(settle(client, n))
    await new Promise((next) => setTimeout(next, apartMs))
  }
  const errors = (await Promise.all(outcomes)).filter(({ failed }) => failed).length
  return { tokens: vendor.tokenRequests(), errors, requests: vendor.graphqlRequests() }
}

/** The same for simulated minutes, for a contender that takes a clock. */
export async function simulateRejectedTokens(
  contender: Contender,
  minutes: number,
): Promise<Counts> {
  const clock = createFakeClock()
  const vendor = createVendor({ refusesEveryToken: true })
  const client = contender.create({ ...vendor.wiring, runtime: clock.runtime })
  let errors = 0
  let settled = 0
  const operations = (minutes * 60_000) / apartMs
  for (let n = 0; n < operations; n++) {
    void settle(client, n).then(({ failed }) => {
      settled++
      if (failed) errors++
    })
    await clock.advance(apartMs)
  }
  // Whatever still waits runs into its limit.
  await clock.advance(120_000)
  if (settled < operations) throw new Error(`${operations - settled} operations never settled`)
  return { tokens: vendor.tokenRequests(), errors, requests: vendor.graphqlRequests() }
}
