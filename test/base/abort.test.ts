import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { joinSignals } from '../../src/base/abort.js'

describe('two joined signals', () => {
  it.each([0, 1])(
    'fire with the reason of number %i, before and after they are joined',
    (which) => {
      const reason = new Error('enough')
      const early = [new AbortController(), new AbortController()] as const
      early[which]?.abort(reason)
      const { signal: fired } = joinSignals(early[0].signal, early[1].signal)
      expect([fired.aborted, fired.reason]).toEqual([true, reason])

      const late = [new AbortController(), new AbortController()] as const
      const { signal } = joinSignals(late[0].signal, late[1].signal)
      expect(signal.aborted).toBe(false)
      late[which]?.abort(reason)
      expect([signal.aborted, signal.reason]).toEqual([true, reason])
    },
  )

  it('leave nothing on either, once they are let go of', () => {
    const both = [new AbortController().signal, new AbortController().signal] as const
    joinSignals(...both).release()
    for (const signal of both) expect(getEventListeners(signal, 'abort')).toEqual([])
  })
})
