// The law behind all scenarios, for any interleaving: no operation is lost, sent twice when it must
// not be, or left hanging; one token request serves everybody; no secret leaves.
//
// MODEL_RUNS=100000 npx vitest run test/model looks longer. A failure prints its seed and path.
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FirstAmlError, isFirstAmlError } from '../../src/index.js'
import { allCommands, type Model } from './commands.js'
import type { Operation } from './operations.js'
import { createWorld, drain, secret, type World, warmUp } from './world.js'

const runs = Number(process.env.MODEL_RUNS ?? 2_000)

const unhandled: unknown[] = []
const note = (reason: unknown) => unhandled.push(reason)
// Loaded with the first fetch, it would take more turns than the clock is given.
beforeAll(() => import('../../src/fetch/tracked-requests.js'))
beforeAll(() => void process.on('unhandledRejection', note))
afterAll(() => void process.off('unhandledRejection', note))

/** Checks how one operation ended. */
function check({ id, door, outcomes, tornDown }: Operation): void {
  const expected = tornDown ? 0 : 1
  if (outcomes.length !== expected) {
    throw new Error(`${id} (${door}) ended ${outcomes.length} times: ${inspect(outcomes)}`)
  }
  const [outcome] = outcomes
  if (door === 'request' && outcome instanceof Error && !isFirstAmlError(outcome)) {
    throw new Error(`${id} ended with an error that is none of ours: ${outcome.stack}`)
  }
}

function hasSecret(text: string): boolean {
  return text.includes(secret) || text.includes('model-token')
}

/** What a log would hold of an outcome; the whole of it costs too much for each. */
function checkSecrets(outcomes: readonly unknown[]): void {
  for (const outcome of outcomes) {
    for (let at = outcome; at instanceof FirstAmlError; at = at.cause as unknown) {
      if (hasSecret(`${at.stack} ${JSON.stringify(at)}`)) throw new Error(`a secret in ${at}`)
    }
  }
  const last = outcomes.at(-1)
  if (hasSecret(inspect(last, { depth: 12, showHidden: true }))) throw new Error('a secret')
}

/** A urql client that the application made is not ended by anything but its operations. */
type Ending = 'dispose' | 'drain' | "drain a urql client of the application's"

async function end(world: World, ending: Ending): Promise<void> {
  const { client, clock, vendor, operations, run } = world
  if (ending === 'dispose') client.dispose()
  else await drain(world)
  await run()
  operations.forEach(check)
  client.dispose()
  await run()
  const sent = vendor.requests()
  if (ending === 'dispose' || ending === 'drain') expect(clock.pendingTimers()).toBe(0)
  await clock.advance(1_000_000)
  expect(clock.pendingTimers()).toBe(0)
  if (vendor.requests() !== sent) throw new Error('something was sent after the end')
  operations.forEach(check)
  checkSecrets(operations.flatMap(({ outcomes }) => outcomes))
  if (vendor.broken.length > 0) throw new Error(vendor.broken.join('; '))
  if (unhandled.length > 0) throw new Error(`unhandled: ${inspect(unhandled.splice(0))}`)
}

describe('any interleaving of operations, answers, aborts, teardowns and time', () => {
  it(`loses nothing, repeats nothing and leaves nothing behind, in ${runs} runs`, {
    timeout: Math.max(60_000, runs * 30),
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(allCommands, { size: 'max', maxCommands: 30 }),
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom<Ending>('dispose', 'drain', "drain a urql client of the application's"),
        async (commands, retry, isWarm, ending) => {
          const world = createWorld(retry, ending !== 'dispose' && ending !== 'drain')
          if (isWarm) await warmUp(world)
          const model: Model = {
            operations: 0,
            heldTokens: () => world.vendor.tokenRequests().length,
            heldRequests: () => world.vendor.apiRequests().length,
          }
          try {
            await fc.asyncModelRun(() => ({ model, real: world }), commands)
            await end(world, ending)
          } finally {
            world.client.dispose()
          }
        },
      ),
      { numRuns: runs, endOnFailure: runs > 10_000 },
    )
  })
})
