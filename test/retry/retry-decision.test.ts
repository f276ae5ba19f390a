import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AttemptFailure,
  decideRetry,
  isThrottling,
  mayHaveExecuted,
  type RetryQuestion,
  type RetryRules,
} from '../../src/fetch/retry-decision.js'

const rules: RetryRules = { attempts: 4, baseMs: 300, maxMs: 20_000, maxRetryAfterMs: 60_000 }

const ask = (failure: AttemptFailure, more: Partial<RetryQuestion> = {}) =>
  decideRetry({
    kind: 'query',
    repeatable: false,
    failure,
    attempt: 1,
    remainingMs: 300_000,
    random: 0.5,
    rules,
    ...more,
  })

const retryAfterMs = fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined })
const failures: fc.Arbitrary<AttemptFailure> = fc.oneof(
  fc.constantFrom<AttemptFailure>(
    { type: 'not_connected' },
    { type: 'interrupted' },
    { type: 'timeout' },
  ),
  fc.record({
    type: fc.constant('status' as const),
    status: fc.oneof(
      fc.integer({ min: 300, max: 599 }),
      fc.constantFrom(408, 429, 500, 502, 503, 504),
    ),
    retryAfterMs,
  }),
  fc.record({ type: fc.constant('throttled_result' as const), retryAfterMs }),
)
const questions: fc.Arbitrary<RetryQuestion> = fc.record({
  kind: fc.constantFrom(
    'query' as const,
    'mutation' as const,
    'download' as const,
    'other' as const,
  ),
  repeatable: fc.boolean(),
  failure: failures,
  attempt: fc.integer({ min: 1, max: 10 }),
  remainingMs: fc.integer({ min: 0, max: 400_000 }),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  rules: fc.record({
    attempts: fc.integer({ min: 1, max: 10 }),
    baseMs: fc.integer({ min: 0, max: 5_000 }),
    maxMs: fc.integer({ min: 0, max: 60_000 }),
    maxRetryAfterMs: fc.integer({ min: 0, max: 120_000 }),
  }),
})

describe('the retry decision', () => {
  it.each([408, 429, 500, 502, 503, 504])('makes a query answered with %i again', (status) => {
    expect(ask({ type: 'status', status }).retry).toBe(true)
  })

  it.each([301, 400, 401, 403, 404, 405, 413, 415, 422, 501, 505])(
    'leaves a query answered with %i alone',
    (status) => {
      expect(ask({ type: 'status', status })).toEqual({ retry: false, because: 'not_retryable' })
    },
  )

  it.each<[AttemptFailure, boolean]>([
    [{ type: 'not_connected' }, true],
    [{ type: 'status', status: 429 }, true],
    [{ type: 'throttled_result' }, true],
    [{ type: 'interrupted' }, false],
    [{ type: 'timeout' }, false],
    [{ type: 'status', status: 408 }, false],
    [{ type: 'status', status: 500 }, false],
    [{ type: 'status', status: 503, retryAfterMs: 1_000 }, false],
  ])('sends a mutation again after %o: %s', (failure, retry) => {
    expect(ask(failure, { kind: 'mutation' })).toMatchObject(
      retry ? { retry: true } : { retry: false, because: 'outcome_unknown' },
    )
    expect(ask(failure, { kind: 'mutation', repeatable: true }).retry).toBe(true)
  })

  it('waits as long as the server says, and gives up where that is too long', () => {
    expect(ask({ type: 'status', status: 429, retryAfterMs: 7_000 }, { random: 0 })).toEqual({
      retry: true,
      delayMs: 7_000,
      throttled: true,
    })
    expect(ask({ type: 'status', status: 429, retryAfterMs: 60_001 })).toEqual({
      retry: false,
      because: 'wait_too_long',
    })
  })

  it('gives up where the wait would take all the time that is left', () => {
    const throttled: AttemptFailure = { type: 'status', status: 429, retryAfterMs: 7_000 }
    expect(ask(throttled, { random: 0, remainingMs: 7_000 })).toEqual({
      retry: false,
      because: 'wait_too_long',
    })
    expect(ask(throttled, { random: 0, remainingMs: 7_001 })).toMatchObject({ retry: true })
  })

  it('tells being throttled inside a result from a fault', () => {
    expect(ask({ type: 'throttled_result' }, { random: 0 })).toEqual({
      retry: true,
      delayMs: 150,
      throttled: true,
    })
    expect(ask({ type: 'interrupted' }, { random: 0 })).toMatchObject({ throttled: false })
  })

  it('draws from the whole step after a fault, and from its upper half when throttled', () => {
    const fault: AttemptFailure = { type: 'interrupted' }
    const throttled: AttemptFailure = { type: 'status', status: 429 }
    expect(ask(fault, { random: 0 })).toMatchObject({ delayMs: 0 })
    expect(ask(fault, { random: 0.5, attempt: 3 })).toMatchObject({ delayMs: 600 })
    expect(ask(throttled, { random: 0 })).toMatchObject({ delayMs: 150 })
  })

  it('never sends a mutation again that may have been executed, unless it is repeatable', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decideRetry({ ...question, kind: 'mutation', repeatable: false })
        if (decision.retry) expect(mayHaveExecuted(question.failure)).toBe(false)
      }),
    )
  })

  it('never retries beyond the attempts or the time left, nor before the server’s own time', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const decision = decideRetry(question)
        if (!decision.retry) return
        const { failure, attempt, rules: given, remainingMs } = question
        expect(attempt).toBeLessThan(given.attempts)
        expect(decision.delayMs).toBeGreaterThanOrEqual(0)
        expect(decision.delayMs).toBeLessThan(remainingMs)
        expect(decision.throttled).toBe(isThrottling(failure))
        if ('retryAfterMs' in failure && failure.retryAfterMs !== undefined) {
          expect(decision.delayMs).toBeGreaterThanOrEqual(failure.retryAfterMs)
          expect(failure.retryAfterMs).toBeLessThanOrEqual(given.maxRetryAfterMs)
        } else expect(decision.delayMs).toBeLessThanOrEqual(given.maxMs)
      }),
    )
  })
})
