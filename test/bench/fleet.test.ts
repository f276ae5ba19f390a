// `npm run bench:fleet`, small: what the figure in the documentation rests on stays true.
import { expect, it } from 'vitest'
import { simulateFleet } from '../../bench/fleet/simulation.js'

const quiet = { deployments: 0, crashes: 0, crashesWhileAsking: 0, revocations: 0, outages: 0 }
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)

it('a fleet asks for one token a day', async () => {
  const report = await simulateFleet({ ...quiet, clients: 100, days: 7 })
  expect(report.perDay).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(report.needed).toBeGreaterThanOrEqual(700)
  expect(report.failed).toBe(0)
})

it('deployments, crashes and revocations cost next to nothing', async () => {
  const report = await simulateFleet({
    ...quiet,
    clients: 100,
    days: 14,
    deployments: 4,
    crashes: 60,
    crashesWhileAsking: 0.1,
    revocations: 5,
  })
  expect(report.ideal).toBeGreaterThanOrEqual(14)
  expect(sum(report.perDay)).toBeGreaterThanOrEqual(report.ideal)
  expect(sum(report.perDay)).toBeLessThanOrEqual(report.ideal + 3)
  expect(report.needed).toBeGreaterThan(1_400)
  expect(report.failed).toBe(0)
})

it('outages of the store cost a token for each process that needs one meanwhile, no operation', async () => {
  const report = await simulateFleet({
    ...quiet,
    clients: 100,
    days: 28,
    outages: 28,
    crashes: 100,
  })
  expect(report.failed).toBe(0)
  expect(report.duringOutages).toBeGreaterThan(0)
  // What an outage may have emptied is asked for once more after it.
  expect(sum(report.perDay) - report.duringOutages).toBeLessThanOrEqual(report.ideal + 28)
})
