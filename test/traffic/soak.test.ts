// A soak in virtual time: 200 operations a second through a vendor that is ill in every way. In the
// normal run half a minute of it; SOAK_MINUTES=10 for the long one.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { type AnyFirstAmlError, createClient, isFirstAmlError } from '../../src/index.js'
import { createIllVendor } from '../support/ill-vendor.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { createRandom, createVirtualTime } from '../support/virtual-time.js'

const minutes = Number(process.env.SOAK_MINUTES ?? 0.5)
const perSecond = 200
const total = minutes * 60 * perSecond

const query = 'query Look($n: Int) { me { apiClientId } }'
const mutation = 'mutation Submit($id: String!) { submitCase(caseId: $id) { __typename } }'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
const heapMb = () => {
  collectGarbage()
  return process.memoryUsage().heapUsed / 2 ** 20
}

it(`accounts for each of ${total} operations, executes no mutation twice, and keeps its memory flat`, async () => {
  const time = createVirtualTime()
  const random = createRandom(20_261_123)
  const vendor = createIllVendor(time, random)
  const client = createClient({
    ...fakeCredentials,
    baseUrl: 'https://api.test',
    fetch: vendor.fetch,
    runtime: { ...time.runtime, random },
    timeoutMs: 5_000,
    throttle: { concurrency: 200 },
  })

  const outcomes = new Map<string, number>()
  const mutations = new Map<string, AnyFirstAmlError['code'] | 'success'>()
  let settled = 0
  const heap: number[] = []
  const operate = async (index: number) => {
    const id = index % 10 < 3 ? `case-${index}` : undefined
    let outcome: AnyFirstAmlError['code'] | 'success' = 'success'
    try {
      await (id === undefined
        ? client.request(query, { n: index })
        : client.request(mutation, { id }))
    } catch (error) {
      if (!isFirstAmlError(error)) throw error
      outcome = error.code
    }
    if (id !== undefined) mutations.set(id, outcome)
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    settled++
  }

  const summary = () => JSON.stringify([[...outcomes], vendor.counts, heap.map(Math.round)])

  const start = async () => {
    for (let index = 0; index < total; index++) {
      void operate(index)
      if (index % (total / 4) === 0) heap.push(heapMb())
      await time.sleep(1_000 / perSecond)
    }
  }
  void start()
  await time.run(() => settled === total)
  heap.push(heapMb())

  if (process.env.SOAK_PRINT) process.stdout.write(`${summary()}\n`)
  expect(
    [...outcomes.values()].reduce((sum, count) => sum + count, 0),
    summary(),
  ).toBe(total)
  expect(Math.max(...vendor.executed.values())).toBe(1)
  for (const [id, outcome] of mutations) {
    const times = vendor.executed.get(id) ?? 0
    if (outcome === 'success') expect(times, `${id} succeeded`).toBe(1)
    else if (outcome !== 'unknown_outcome') expect(times, `${id} failed: ${outcome}`).toBe(0)
  }
  // Faults and throttling reach few: queries get through, mutations only fail where they must.
  expect((outcomes.get('success') ?? 0) / total).toBeGreaterThan(0.95)
  const queries = total - mutations.size
  const failedQueries = total - (outcomes.get('success') ?? 0) - failed(mutations)
  expect(failedQueries / queries).toBeLessThan(0.001)
  // Nothing is under way any more; the books of the test itself grow by some hundred bytes an operation.
  expect((heap.at(-1) ?? 0) - (heap[1] ?? 0)).toBeLessThan(8 + (total / 2) * 0.0004)
  client.dispose()
}, 3_600_000)

function failed(mutations: ReadonlyMap<string, string>): number {
  return [...mutations.values()].filter((outcome) => outcome !== 'success').length
}
