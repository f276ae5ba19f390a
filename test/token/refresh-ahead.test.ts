import { describe, expect, it } from 'vitest'
import { bearerOf, createApiRig, query } from '../fetch/api-rig.js'
import { createFakeClock } from '../support/fake-clock.js'
import { type Script, tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig, type SourceRig } from './source-rig.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

const numbered: Script = (_call, index) => tokenResponse(`t${index + 1}`)

/** A source that holds `t1`, one second before the end of its soft window's draw. */
async function insideSoftWindow(script: Script): Promise<SourceRig> {
  const rig = createSourceRig((call, index) =>
    index === 0 ? tokenResponse('t1') : script(call, index),
  )
  await rig.value()
  // Drawn in the middle: the window begins 45 s before the end.
  await rig.clock.advance(dayMs - 45_000)
  return rig
}

describe('B1: inside the soft window', () => {
  it('B1: operations go on at once, one token is asked for in the background', async () => {
    const { clock, source, endpoint, value, requests, eventsOf } = await insideSoftWindow(
      () => undefined,
    )
    const before = source.get()
    // The very same promise as ever: nothing of the request is waited for.
    expect(source.get()).toBe(before)
    expect((await before).value).toBe('t1')
    await Promise.all(Array.from({ length: 100 }, () => source.get()))
    await endpoint.called(2)
    expect(requests()).toBe(2)
    expect(await value()).toBe('t1')
    endpoint.calls[1]?.answer(tokenResponse('t2'))
    await clock.settle()
    expect(await value()).toBe('t2')
    expect(requests()).toBe(2)
    expect(eventsOf('token_received').map(({ reason }) => reason)).toEqual(['cold', 'ahead'])
  })

  it('B1: an operation of a client asks as well, and goes out with the token at hand', async () => {
    const { client, clock, tokenCalls, apiCalls } = createApiRig()
    await client.request(query)
    await clock.advance(dayMs - 45_001)
    await client.request(query)
    await clock.settle()
    expect(tokenCalls).toHaveLength(1)
    await clock.advance(1)
    await client.request(query)
    expect(apiCalls.map(bearerOf)).toEqual(['token-1', 'token-1', 'token-1'])
    await clock.settle()
    expect(tokenCalls).toHaveLength(2)
    await client.request(query)
    expect(bearerOf(apiCalls[3])).toBe('token-2')
  })

  it('B1: begins at its draw, and not before', async () => {
    const { clock, value, requests } = createSourceRig(numbered)
    await value()
    await clock.advance(dayMs - 45_001)
    await value()
    await clock.settle()
    expect(requests()).toBe(1)
    await clock.advance(1)
    await value()
    await clock.settle()
    expect(requests()).toBe(2)
  })

  it('B1: begins by the wall clock too, when a machine slept up to it', async () => {
    const { clock, value, requests, eventsOf } = createSourceRig(numbered)
    await value()
    clock.jumpWallClock(dayMs - 45_001)
    await value()
    await clock.settle()
    expect(requests()).toBe(1)
    clock.jumpWallClock(1)
    expect(await value()).toBe('t1')
    await clock.settle()
    expect(await value()).toBe('t2')
    await clock.settle()
    expect(requests()).toBe(2)
    expect(eventsOf('token_received').map(({ reason }) => reason)).toEqual(['cold', 'ahead'])
  })

  it('B1: is switched off with refreshAheadMs 0', async () => {
    const { clock, value, requests } = createSourceRig(numbered, { refreshAheadMs: 0 })
    await value()
    await clock.advance(dayMs - 5_001)
    expect(await value()).toBe('t1')
    await clock.settle()
    expect(requests()).toBe(1)
    await clock.advance(1)
    expect(await value()).toBe('t2')
  })

  it('B1: is a twentieth of the lifetime at most', async () => {
    const { clock, value, requests } = createSourceRig(
      (_call, index) => tokenResponse(`t${index + 1}`, { expires_in: 600 }),
      { refreshAheadMs: dayMs },
    )
    clock.setRandom(0.999_999)
    await value()
    await clock.advance(570_000 - 1)
    await value()
    await clock.settle()
    expect(requests()).toBe(1)
    await clock.advance(2)
    await value()
    await clock.settle()
    expect(requests()).toBe(2)
  })
})

describe('B2: the endpoint fails inside the soft window', () => {
  it('B2: operations succeed with the old token, and attempts back off', async () => {
    const { clock, value, requests, eventsOf } = await insideSoftWindow(
      () => new Response('', { status: 500 }),
    )
    for (let tick = 0; tick < 390; tick++) {
      expect(await value()).toBe('t1')
      await clock.advance(100)
    }
    // Three attempts at first, then single ones after 1, 2, 4, 8 and 16 s and a little more.
    expect(requests()).toBeLessThanOrEqual(9)
    expect(requests()).toBeGreaterThanOrEqual(5)
    expect(eventsOf('breaker_opened').every(({ reason }) => reason === 'unavailable')).toBe(true)
  })

  it('B2: rejects nothing unhandled, even idle past expiry, and starts no timer', async () => {
    const { clock, value, requests } = await insideSoftWindow(
      () => new Response('', { status: 500 }),
    )
    await value()
    await clock.advance(10_000)
    const soFar = requests()
    expect(clock.pendingTimers()).toBe(0)
    await clock.advance(2 * dayMs)
    expect(requests()).toBe(soFar)
  })

  it('B2: the first operation past the hard window gets its try, whatever failed before', async () => {
    let down = true
    const { clock, value, requests } = await insideSoftWindow(() =>
      down ? new Response('', { status: 500 }) : tokenResponse('t2'),
    )
    // Attempts fail all through the window, so that the pause would last beyond its end.
    for (let tick = 0; tick < 390; tick++) {
      await value()
      await clock.advance(100)
    }
    down = false
    const soFar = requests()
    await clock.advance(1_000)
    expect(await value()).toBe('t2')
    expect(requests()).toBe(soFar + 1)
  })

  it('B2: the same holds where it is the wall clock that comes to the hard window', async () => {
    const { clock, value, failure, requests } = createSourceRig(
      (_call, index) => (index === 0 ? tokenResponse('t1') : new Response('', { status: 500 })),
      { attempts: 1 },
    )
    await value()
    clock.jumpWallClock(dayMs - 5_200)
    expect(await value()).toBe('t1')
    // The endpoint's cool-down is a second, the token has a fifth of one.
    await clock.advance(200)
    expect(requests()).toBe(2)
    expect(await failure()).toMatchObject({ code: 'token_unavailable', status: 500 })
    expect(requests()).toBe(3)
  })

  it('B2: a time that the endpoint names is kept', async () => {
    const { clock, value, requests } = await insideSoftWindow(
      () => new Response('', { status: 503, headers: { 'retry-after': '20' } }),
    )
    for (let tick = 0; tick < 38; tick++) {
      await value()
      await clock.advance(1_000)
    }
    expect(requests()).toBe(3)
  })
})

describe('B3: the same token again', () => {
  it('B3: is accepted, and asked for again after half of what it has left', async () => {
    const { clock, value, requests } = createSourceRig(() => tokenResponse('same'))
    await value()
    await clock.advance(dayMs - 45_000)
    const askedAfter: number[] = []
    for (let second = 0; second < 40; second += 0.5) {
      const before = requests()
      expect(await value()).toBe('same')
      await clock.settle()
      if (requests() > before) askedAfter.push(second)
      await clock.advance(500)
    }
    expect(askedAfter).toEqual([0, 22.5, 34, 39.5])
  })

  it('B3: does not live longer for being issued twice', async () => {
    const { clock, source } = createSourceRig(() => tokenResponse('same'))
    const { expiresAt } = await source.get()
    await clock.advance(dayMs - 45_000)
    await source.get()
    await clock.settle()
    expect((await source.get()).expiresAt).toBe(expiresAt)
  })

  it('B3: past its end it is believed anew, so that T stays bounded', async () => {
    const { clock, value, requests } = createSourceRig(() => tokenResponse('same'), {
      refreshAheadMs: 0,
    })
    await value()
    await clock.advance(dayMs + 1)
    for (let second = 0; second < 100; second++) {
      expect(await value()).toBe('same')
      await clock.advance(1_000)
    }
    expect(requests()).toBe(2)
  })

  it('B3: T is bounded while the endpoint repeats it to its last second', async () => {
    const { clock, value, requests } = createSourceRig(() => tokenResponse('same'))
    await value()
    await clock.advance(dayMs - 60_000)
    for (let tick = 0; tick < 599; tick++) {
      await value()
      await clock.advance(100)
    }
    expect(requests()).toBeLessThanOrEqual(15)
  })
})

describe('B4: a hundred processes', () => {
  it('B4: that minted in the same second spread over the window', async () => {
    // A generator of its own, so that the draw is the same in every run.
    let seed = 42
    const draw = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
      return seed / 2_147_483_648
    }
    const clock = createFakeClock()
    const rigs: SourceRig[] = []
    for (let process = 0; process < 100; process++) {
      clock.setRandom(draw())
      const rig = createSourceRig(numbered, {}, clock)
      await rig.value()
      rigs.push(rig)
    }
    await clock.advance(dayMs - 62_000)
    const refreshedInSecond: number[] = []
    for (let second = 0; second < 40; second++) {
      const before = rigs.reduce((sum, rig) => sum + rig.requests(), 0)
      await Promise.all(rigs.map((rig) => rig.value()))
      await clock.advance(1_000)
      refreshedInSecond.push(rigs.reduce((sum, rig) => sum + rig.requests(), 0) - before)
    }
    expect(refreshedInSecond.reduce((sum, count) => sum + count)).toBe(100)
    const inFiveSeconds = refreshedInSecond.map((_, at) =>
      refreshedInSecond.slice(at, at + 5).reduce((sum, count) => sum + count),
    )
    expect(Math.max(...inFiveSeconds)).toBeLessThan(34)
  })
})

describe('B5 to B8: clocks', () => {
  it('B5: after two days of sleep the first operation asks, and only it', async () => {
    const { clock, source, requests } = createSourceRig(numbered)
    await source.get()
    // Asleep, the monotonic clock may stand still; the wall clock does not.
    clock.jumpWallClock(2 * dayMs)
    const burst = await Promise.all(Array.from({ length: 100 }, () => source.get()))
    expect(new Set(burst.map(({ value }) => value))).toEqual(new Set(['t2']))
    expect(requests()).toBe(2)
  })

  it('B6: sixty days of life start no timer and no burst', async () => {
    const { clock, value, requests } = createSourceRig((_call, index) =>
      tokenResponse(`t${index + 1}`, { expires_in: 60 * 86_400 }),
    )
    await value()
    expect(clock.pendingTimers()).toBe(0)
    await clock.advance(59 * dayMs)
    expect(await value()).toBe('t1')
    expect(requests()).toBe(1)
  })

  it('B7: set back an hour, a token is not used past its real end', async () => {
    const { clock, value, requests } = createSourceRig(numbered, { refreshAheadMs: 0 })
    await value()
    clock.jumpWallClock(-hourMs)
    expect(await value()).toBe('t1')
    await clock.advance(dayMs - 5_001)
    expect(await value()).toBe('t1')
    await clock.advance(1)
    expect(await value()).toBe('t2')
    expect(requests()).toBe(2)
  })

  it('B7: set forward a day, one token more is asked for, and no loop begins', async () => {
    const { clock, value, requests } = createSourceRig(numbered)
    await value()
    clock.jumpWallClock(dayMs)
    for (let call = 0; call < 10; call++) {
      expect(await value()).toBe('t2')
      await clock.advance(60_000)
    }
    expect(requests()).toBe(2)
  })

  it('B7: set back while the same token is issued again, it does not gain the hour', async () => {
    const { clock, source } = createSourceRig(() => tokenResponse('same'))
    await source.get()
    await clock.advance(dayMs - 45_000)
    clock.jumpWallClock(-hourMs)
    await source.get()
    await clock.settle()
    const { expiresAt } = await source.get()
    expect(expiresAt - clock.runtime.now()).toBe(45_000)
  })

  it('B5: after a sleep a pause is over, by the wall clock alone', async () => {
    const { clock, failure, requests } = createSourceRig(() =>
      Response.json({ error: 'access_denied' }, { status: 403 }),
    )
    await failure()
    await failure()
    expect(requests()).toBe(1)
    clock.jumpWallClock(dayMs)
    await failure()
    await failure()
    expect(requests()).toBe(2)
  })

  it('B7: a clock that is set back does not lengthen a pause', async () => {
    const { clock, failure, requests } = createSourceRig(() =>
      Response.json({ error: 'access_denied' }, { status: 403 }),
    )
    await failure()
    clock.jumpWallClock(-dayMs)
    await clock.advance(10_000)
    await failure()
    expect(requests()).toBe(1)
    // A quarter of the ten seconds is jitter at most.
    await clock.advance(2_500)
    await failure()
    expect(requests()).toBe(2)
  })

  it('B8: a clock ten minutes off, either way, changes nothing', async () => {
    const serverNow = 1_750_000_000_000
    for (const offMs of [-600_000, 600_000]) {
      const clock = createFakeClock(serverNow + offMs)
      const { source, value, requests } = createSourceRig(
        (_call, index) =>
          new Response(
            JSON.stringify({
              access_token: `t${index + 1}`,
              expires_in: 300,
              iat: serverNow / 1000,
            }),
            { headers: { date: new Date(serverNow).toUTCString() } },
          ),
        { refreshAheadMs: 0 },
        clock,
      )
      expect((await source.get()).expiresAt).toBe(serverNow + offMs + 300_000)
      await clock.advance(294_999)
      expect(await value()).toBe('t1')
      await clock.advance(1)
      expect(await value()).toBe('t2')
      expect(requests()).toBe(2)
    }
  })

  it('B8: the time that the answer took is not added to the life', async () => {
    const { clock, source, endpoint } = createSourceRig()
    const getting = source.get()
    await endpoint.called(1)
    const sentAt = clock.runtime.now()
    await clock.advance(8_000)
    endpoint.calls[0]?.answer(tokenResponse('t1', { expires_in: 60 }))
    expect((await getting).expiresAt).toBe(sentAt + 60_000)
  })
})
