import type { BenchClient, Contender } from '../contenders/contender.js'
import { settle } from '../outcome.js'
import { median } from '../statistics.js'
import { stopwatch, travel } from '../time-travel.js'
import { createVendor, lifetimeS } from '../vendor.js'

const samples = 5
const warmUpOperations = 50
const usualOperations = 20

/**
 * What an operation pays for a token that is due but still good, the token endpoint taking 300 ms:
 * its duration less the usual one, in milliseconds. Due means half a leeway before the end, each
 * contender by its own leeway. Only one operation per client can meet it, hence the samples.
 */
export async function measureRefreshWindow(contender: Contender): Promise<number> {
  const added: number[] = []
  for (let sample = 0; sample < samples; sample++) added.push(await takeSample(contender))
  return median(added)
}

async function takeSample(contender: Contender): Promise<number> {
  const vendor = createVendor()
  const client = contender.create(vendor.wiring)
  for (let n = 0; n < warmUpOperations; n++) await client.run(n)
  const usual: number[] = []
  for (let n = 0; n < usualOperations; n++) usual.push(await timeOperation(client, 1_000 + n))
  vendor.script.tokenMs = 300
  const dueInMs = lifetimeS * 1000 - contender.leewayMs / 2
  const due = await travel(dueInMs, () => timeOperation(client, 2_000))
  return due - median(usual)
}

async function timeOperation(client: BenchClient, n: number): Promise<number> {
  const elapsed = stopwatch()
  const { failed } = await settle(client, n)
  if (failed) throw new Error('an operation failed while its duration was taken')
  return elapsed()
}
