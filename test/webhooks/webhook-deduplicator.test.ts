import { describe, expect, it, vi } from 'vitest'
import {
  createWebhookDeduplicator,
  memoryWebhookStore,
  type WebhookStore,
} from '../../src/webhooks/index.js'
import { createFakeClock, settle } from '../support/fake-clock.js'
import { webhookErrorOf } from './support.js'

const created = '{"eventType":"CaseCreated","caseId":1,"officeKey":"akl"}'
const changed = '{"eventType":"CaseStatusUpdated","caseId":1,"officeKey":"akl"}'
const day = 86_400_000

/** A promise to be settled by hand. */
function held() {
  let open: () => void = () => {}
  let fail: (error: Error) => void = () => {}
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { promise, open: () => open(), fail: (error: Error) => fail(error) }
}

describe('a de-duplicator', () => {
  it('gives the event to the handler, once', async () => {
    const { once } = createWebhookDeduplicator()
    const handle = vi.fn()
    expect(await once(created, handle)).toBe(true)
    expect(await once(new TextEncoder().encode(created), handle)).toBe(false)
    expect(handle.mock.calls).toEqual([
      [{ eventType: 'CaseCreated', caseId: '1', officeKey: 'akl' }],
    ])
  })

  it('handles one of a thousand that come at once', async () => {
    const { once } = createWebhookDeduplicator()
    const handle = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 1)))
    const outcomes = await Promise.all(Array.from({ length: 1000 }, () => once(created, handle)))
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    expect(handle).toHaveBeenCalledTimes(1)
  })

  it('handles one of many that come to several processes with one store', async () => {
    const store = memoryWebhookStore()
    const processes = Array.from({ length: 8 }, () => createWebhookDeduplicator({ store }))
    const handle = vi.fn()
    const outcomes = await Promise.all(processes.map(({ once }) => once(created, handle)))
    expect(outcomes.filter(Boolean)).toHaveLength(1)
    expect(handle).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['CaseCreated', created, day],
    ['PdfUpdated', '{"eventType":"PdfUpdated","caseId":1,"pdfId":2,"status":"Failed"}', day],
    ['CaseStatusUpdated', changed, 10_000],
    ['an unknown event', '{"eventType":"BrandNew"}', 10_000],
  ])('remembers %s for its time and not longer', async (_, payload, ttlMs) => {
    const clock = createFakeClock()
    const { once } = createWebhookDeduplicator({ store: memoryWebhookStore(clock.runtime) })
    expect(await once(payload, () => {})).toBe(true)
    await clock.advance(ttlMs - 1)
    expect(await once(payload, () => {})).toBe(false)
    await clock.advance(1)
    expect(await once(payload, () => {})).toBe(true)
  })

  it('asks ttlMs for each event, and takes 0 and NaN for never', async () => {
    const add = vi.fn<WebhookStore['add']>(async () => true)
    const store = { add, delete: async () => {} }
    const ttls: Record<string, number> = { CaseCreated: 5, BrandNew: Number.NaN }
    const { once } = createWebhookDeduplicator({
      store,
      ttlMs: ({ eventType }) => ttls[eventType] ?? 0,
    })
    expect(await once(created, () => {})).toBe(true)
    expect(add.mock.calls).toEqual([[expect.stringMatching(/^[\w+/]{43}=$/), 5]])
    const handle = vi.fn()
    for (const payload of [changed, changed, '{"eventType":"BrandNew"}'])
      expect(await once(payload, handle)).toBe(true)
    expect(handle).toHaveBeenCalledTimes(3)
    expect(add).toHaveBeenCalledTimes(1)
  })

  it('forgets what failed, so that the next delivery is handled', async () => {
    const { once } = createWebhookDeduplicator()
    const failure = new Error('the queue is full')
    await expect(once(created, () => Promise.reject(failure))).rejects.toBe(failure)
    expect(await once(created, () => {})).toBe(true)
  })

  it('does not tell of what failed before the store has forgotten it', async () => {
    const forgotten = held()
    const forget = vi.fn(() => forgotten.promise)
    const { once } = createWebhookDeduplicator({ store: { add: async () => true, delete: forget } })
    let isTold = false
    const outcome = once(created, () => Promise.reject(new Error('the queue is full'))).catch(
      () => {
        isTold = true
      },
    )
    await vi.waitFor(() => expect(forget).toHaveBeenCalled())
    await settle()
    expect(isTold).toBe(false)
    forgotten.open()
    await outcome
    expect(isTold).toBe(true)
  })

  it('lets a duplicate wait for the first, and fail with it', async () => {
    const { once } = createWebhookDeduplicator()
    const first = held()
    const started = held()
    const firstOutcome = once(created, () => {
      started.open()
      return first.promise
    })
    await started.promise
    const handle = vi.fn()
    const digest = vi.spyOn(crypto.subtle, 'digest')
    const secondOutcome = once(created, handle)
    await digest.mock.results[0]?.value
    await settle()
    const failure = new Error('the queue is full')
    first.fail(failure)
    await expect(firstOutcome).rejects.toBe(failure)
    await expect(secondOutcome).rejects.toBe(failure)
    expect(handle).not.toHaveBeenCalled()
  })

  it('fails when the store cannot tell, without handling', async () => {
    const failure = new Error('connection refused')
    const store = { add: () => Promise.reject(failure), delete: async () => {} }
    const handle = vi.fn()
    await expect(createWebhookDeduplicator({ store }).once(created, handle)).rejects.toBe(failure)
    expect(handle).not.toHaveBeenCalled()
  })

  it('tells of the handling that failed, even if the store cannot forget', async () => {
    const failure = new Error('the queue is full')
    const store = { add: async () => true, delete: () => Promise.reject(new Error('gone')) }
    const { once } = createWebhookDeduplicator({ store })
    await expect(once(created, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  it('does so too when the store throws instead of rejecting', async () => {
    const failure = new Error('the queue is full')
    const forget = () => {
      throw new Error('gone')
    }
    const { once } = createWebhookDeduplicator({ store: { add: async () => true, delete: forget } })
    await expect(once(created, () => Promise.reject(failure))).rejects.toBe(failure)
  })

  it('handles an equal body after its time, even while the first is handled', async () => {
    const clock = createFakeClock()
    const { once } = createWebhookDeduplicator({ store: memoryWebhookStore(clock.runtime) })
    const [first, second] = [held(), held()]
    const started = held()
    const firstOutcome = once(changed, () => {
      started.open()
      return first.promise
    })
    await started.promise
    await clock.advance(10_000)
    const startedAgain = held()
    const secondOutcome = once(changed, () => {
      startedAgain.open()
      return second.promise
    })
    await startedAgain.promise
    first.open()
    expect(await firstOutcome).toBe(true)
    // A duplicate of the second, whose outcome it shares, whatever became of the first.
    const digest = vi.spyOn(crypto.subtle, 'digest')
    const thirdOutcome = once(changed, () => {})
    await digest.mock.results[0]?.value
    await settle()
    const failure = new Error('the queue is full')
    second.fail(failure)
    await expect(secondOutcome).rejects.toBe(failure)
    await expect(thirdOutcome).rejects.toBe(failure)
  })

  it('refuses what is no event', async () => {
    const { once } = createWebhookDeduplicator()
    const error = await webhookErrorOf(() => once('[]', () => {}))
    expect(error.code).toBe('webhook_payload_not_event')
  })
})

describe('the store in memory', () => {
  it('takes a key once for its time', async () => {
    const clock = createFakeClock()
    const store = memoryWebhookStore(clock.runtime)
    expect(await store.add('a', 10)).toBe(true)
    await clock.advance(9)
    expect(await store.add('a', 10)).toBe(false)
    await clock.advance(1)
    expect(await store.add('a', 10)).toBe(true)
    await store.delete('a')
    expect(await store.add('a', 10)).toBe(true)
  })

  it('holds ten thousand keys, and then drops the oldest', async () => {
    const store = memoryWebhookStore()
    for (let n = 0; n < 10_000; n++) await store.add(`${n}`, day)
    expect(await store.add('0', day)).toBe(false)
    expect(await store.add('one more', day)).toBe(true)
    expect(await store.add('1', day)).toBe(false)
    expect(await store.add('0', day)).toBe(true)
    expect(await store.add('1', day)).toBe(true)
  })
})
