import { expect, it } from 'vitest'
import { createRetryBudget } from '../../src/fetch/retry-budget.js'

it('gives as many retries as it holds, and one back for ten successes', () => {
  const budget = createRetryBudget(3)
  expect([budget.take(), budget.take(), budget.take(), budget.take()]).toEqual([
    true,
    true,
    true,
    false,
  ])
  for (let success = 0; success < 9; success++) budget.refill()
  expect(budget.take()).toBe(false)
  budget.refill()
  expect(budget.take()).toBe(true)
  expect(budget.take()).toBe(false)
})

it('never holds more than its size', () => {
  const budget = createRetryBudget(1)
  for (let success = 0; success < 100; success++) budget.refill()
  expect([budget.take(), budget.take()]).toEqual([true, false])
})
