import { describe, expect, it } from 'vitest'
import { tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig } from './source-rig.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const yearMs = 365 * dayMs

/** A source whose every token has the given `expires_in`. */
function rigWith(expires_in: unknown) {
  return createSourceRig((_call, index) => tokenResponse(`t${index + 1}`, { expires_in }))
}

/** How long a source takes the token to live, in milliseconds. */
async function lifetimeOf(expires_in: unknown): Promise<number> {
  const { source, clock } = rigWith(expires_in)
  return (await source.get()).expiresAt - clock.runtime.now()
}

describe('A4: no expires_in', () => {
  it('A4: is taken as an hour: neither for ever nor per call', async () => {
    const { clock, value, requests } = rigWith(undefined)
    expect(await value()).toBe('t1')
    await clock.advance(hourMs - 60_001)
    expect(await value()).toBe('t1')
    expect(requests()).toBe(1)
    await clock.advance(60_001)
    expect(await value()).toBe('t2')
    expect(requests()).toBe(2)
  })

  it('A4: the token serves until a 401 at most', async () => {
    const { value } = rigWith(undefined)
    expect(await value()).toBe('t1')
    expect(await value('t1')).toBe('t2')
  })
})

describe('A5 and A6: odd lifetimes', () => {
  it('A5: a numeral counts as a number', async () => {
    expect(await lifetimeOf('86400')).toBe(dayMs)
    expect(await lifetimeOf(' 60 ')).toBe(60_000)
    expect(await lifetimeOf('1.5')).toBe(1_500)
  })

  it('A6: zero and less: used once, not kept', async () => {
    for (const nothing of [0, -5, '0', '-5']) {
      const { value, source, requests, clock } = rigWith(nothing)
      const [first, second] = await Promise.all([source.get(), source.get()])
      expect(first).toBe(second)
      expect(requests()).toBe(1)
      expect(await value()).toBe('t2')
      expect(await value()).toBe('t3')
      // Nobody asks, so nothing is asked for.
      await clock.advance(hourMs)
      expect(requests()).toBe(3)
      expect(clock.pendingTimers()).toBe(0)
    }
  })

  it('A6: absurd ones are cut to a year', async () => {
    for (const absurd of [1e12, 31_536_001, '9'.repeat(400)]) {
      expect(await lifetimeOf(absurd)).toBe(yearMs)
    }
    const { value, clock, requests } = createSourceRig(
      () => new Response('{"access_token":"t","expires_in":1e999}'),
    )
    await value()
    await clock.advance(yearMs - 120_000)
    await value()
    expect(requests()).toBe(1)
  })

  it('A6: what is no number counts as missing', async () => {
    for (const junk of ['soon', 'NaN', '', '1e3', '0x10', null, true, {}, [60]]) {
      expect(await lifetimeOf(junk)).toBe(hourMs)
    }
  })
})

describe('A7: a short life', () => {
  it('A7: shrinks its windows with it', async () => {
    const { clock, value, requests } = createSourceRig(
      (_call, index) => tokenResponse(`t${index + 1}`, { expires_in: 20 }),
      { refreshAheadMs: 300_000 },
    )
    // The widest soft window that the lot can draw.
    clock.setRandom(0.999_999)
    for (let call = 0; call < 20; call++) {
      await value()
      await clock.advance(50)
    }
    expect(requests()).toBe(1)
    // A twentieth of twenty seconds is one second; the hard window a quarter of that.
    await clock.advance(18_000 - 1)
    expect(await value()).toBe('t1')
    await clock.settle()
    expect(requests()).toBe(1)
    await clock.advance(751)
    expect(await value()).toBe('t2')
  })
})
