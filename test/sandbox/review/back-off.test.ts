import { beforeEach, describe, expect, it } from 'vitest'
import { startOfTest } from '../support.js'
import { createRig, ok, type Rig, refusal } from './rig.js'

let rig: Rig
beforeEach(() => {
  rig = createRig()
})
const item = () => rig.item('throttling')

/** Asks until it is not refused, after each of the waits. */
async function repeatAfter(...waits: readonly number[]): Promise<void> {
  await rig.ask()
  for (const ms of waits) {
    rig.wait(ms)
    await rig.ask()
  }
}

it('has nothing to judge while nothing was refused', async () => {
  expect(item()).toMatchObject({ verdict: 'not observed', advice: null })
  await rig.ask()
  rig.answers = [refusal(400)]
  await rig.ask()
  expect(item()).toMatchObject({ verdict: 'not observed', counts: { refused: 0 } })
})

describe('Retry-After', () => {
  it.each([429, 503])('of a %i is obeyed by who comes when it has passed', async (status) => {
    rig.answers = [refusal(status, '2'), ok()]
    await repeatAfter(2_000)
    expect(item()).toMatchObject({
      verdict: 'pass',
      counts: { refused: 1, repeated: 1, early: 0 },
      evidence: [],
      advice: null,
    })
  })

  it('is not obeyed by who comes before, which fails', async () => {
    rig.answers = [refusal(429, '2'), ok()]
    await repeatAfter(1_980)
    expect(item()).toMatchObject({ verdict: 'fail', counts: { early: 1 } })
    expect(item().evidence).toEqual([
      {
        request: 2,
        at: startOfTest + 1_980,
        operation: 'query Me',
        text: 'came again after 1980 ms, told to wait 2000 ms',
      },
    ])
    expect(item().advice).toContain('Retry-After')
    expect(rig.report().passed).toBe(false)
  })

  it('may have hundreds of digits, and the report tells a time all the same', async () => {
    rig.answers = [refusal(429, '9'.repeat(400)), ok()]
    await repeatAfter(1_000)
    expect(item().evidence[0]?.text).toMatch(/^came again after 1000 ms, told to wait \d+ ms$/)
  })

  it('may be a date', async () => {
    const date = new Date(startOfTest + 5_000).toUTCString()
    rig.answers = [refusal(429, date), refusal(429, date), ok()]
    await repeatAfter(1_000, 4_000)
    expect(item().counts).toMatchObject({ refused: 2, repeated: 2, early: 1 })
  })

  it.each(['clock', 'monotonic'] as const)('may pass on the %s alone', async (on) => {
    rig.answers = [refusal(429, '60'), ok()]
    await rig.ask()
    rig.wait(60_000, on)
    await rig.ask()
    expect(item().verdict).toBe('pass')
  })

  it('holds for another operation too, for which it warns', async () => {
    rig.answers = [refusal(429, '2'), ok()]
    await rig.ask()
    rig.wait(100)
    await rig.ask('query UnderWayAlready { me { apiClientId } }')
    expect(item().verdict).toBe('pass')
    rig.wait(1)
    await rig.ask('query Other { me { apiClientId } }')
    expect(item()).toMatchObject({ verdict: 'warn', counts: { duringPause: 1 } })
    expect(item().evidence).toMatchObject([
      { operation: 'query Other', text: 'came while 1899 ms of a pause were left' },
    ])
    rig.wait(1_899)
    await rig.ask('query Later { me { apiClientId } }')
    expect(item().counts.duringPause).toBe(1)
  })

  it('is told of with other variables as another operation', async () => {
    rig.answers = [refusal(429, '2'), ok()]
    const query = 'query Case($id: String!) { caseDetails(caseId: $id) { __typename } }'
    await rig.ask(query, { id: '1' })
    await rig.ask(query, { id: '2' })
    expect(item().counts).toMatchObject({ repeated: 0 })
    await rig.ask(query, { id: '1' })
    expect(item().counts).toMatchObject({ repeated: 1, early: 1 })
  })

  it('holds for tokens, downloads and uploads as well', async () => {
    rig.answers = [refusal(429, '2')]
    for (const path of ['/oauth/token', '/files/1', '/uploads/1']) {
      const method = path === '/files/1' ? 'GET' : 'POST'
      await rig.send(path, { method })
      await rig.send(path, { method })
    }
    expect(item().counts).toMatchObject({ refused: 6, repeated: 3, early: 3 })
  })

  it('is judged leniently where equal requests were under way together', async () => {
    rig.answers = [refusal(429, '2')]
    await Promise.all(Array.from({ length: 5 }, () => rig.ask()))
    rig.wait(500)
    await rig.ask()
    expect(item()).toMatchObject({ verdict: 'pass', counts: { refused: 6 } })
    rig.wait(1_500)
    await rig.ask()
    expect(item()).toMatchObject({ verdict: 'fail', counts: { early: 1 } })
  })
})

describe('without Retry-After', () => {
  beforeEach(() => {
    rig.answers = [refusal(502)]
  })

  it.each([
    ['passes who waits longer and longer', [100, 200, 400], 'pass'],
    ['passes full jitter, which may wait less for once', [300, 90, 700], 'pass'],
    ['cannot tell by two waits', [300, 300], 'pass'],
    ['warns of one operation whose waits stay the same', [300, 300, 300], 'warn'],
    ['fails who does not wait at all', [0, 1, 0], 'fail'],
    ['cannot tell by two that are short, as full jitter may draw them', [0, 1], 'pass'],
    ['fails who hardly waits', [49, 49, 49, 49], 'fail'],
  ])('%s', async (_, waits, verdict) => {
    await repeatAfter(...waits)
    expect(item().verdict).toBe(verdict)
    rig.answers = [ok()]
    rig.wait(10_000)
    await rig.ask()
    expect(item().verdict).toBe(verdict === 'warn' ? 'pass' : verdict)
  })

  it('fails when most operations wait the same again and again', async () => {
    for (const name of ['A', 'B']) {
      for (let attempt = 0; attempt < 4; attempt += 1) {
        await rig.ask(`query ${name} { me { scopes } }`)
        rig.wait(300)
      }
    }
    expect(item()).toMatchObject({ verdict: 'fail', counts: { flat: 2, growing: 0 } })
    expect(item().evidence.map(({ text }) => text)).toEqual([
      'query A came again 3 times, first after 300 ms and later after at most 300 ms',
      'query B came again 3 times, first after 300 ms and later after at most 300 ms',
    ])
  })

  it('begins anew once the operation was answered, which a 401 is not', async () => {
    rig.answers = [refusal(502), refusal(401), refusal(502), refusal(502), ok()]
    await repeatAfter(100, 0, 200, 400)
    expect(item().counts).toMatchObject({ refused: 3, repeated: 4, growing: 1, hammering: 0 })
    rig.answers = [refusal(502), ok()]
    await repeatAfter(10)
    await repeatAfter(10)
    expect(item().counts).toMatchObject({ hammering: 0 })
  })
})

it('keeps a few pieces of evidence and all numbers of a long run', async () => {
  rig.answers = [refusal(429, '2')]
  await repeatAfter(...Array.from({ length: 100 }, () => 1))
  expect(item().counts).toMatchObject({ refused: 101, repeated: 100, early: 100 })
  expect(item().evidence).toHaveLength(10)
  expect(item().omitted).toBe(90)
})

it('lets go of the oldest of very many refused operations, and counts it', async () => {
  rig.answers = [refusal(500)]
  await repeatAfter(0, 0, 0)
  for (let index = 0; index < 1_001; index += 1) await rig.send(`/files/${index}`)
  rig.answers = [ok()]
  await rig.ask()
  expect(item().counts).toMatchObject({ refused: 1_005, repeated: 3, hammering: 1 })
})
