import { describe, expect, it } from 'vitest'
import { tokenResponse } from '../support/scripted-fetch.js'
import { createSourceRig, walk } from './source-rig.js'

/** Issues a token for the secret `new`, and refuses any other as the vendor does. */
function answerByBody(body: unknown): Response {
  return String(body).includes('"client_secret":"new"')
    ? tokenResponse('t')
    : Response.json({ error: 'access_denied', error_description: 'Unauthorized' }, { status: 401 })
}

describe('A15: the secret as an async function', () => {
  it('A15: is asked again once when the secret is refused, and the second mint succeeds', async () => {
    const secrets = ['old', 'new']
    let asked = 0
    const { value, requests, events } = createSourceRig(({ init }) => answerByBody(init.body), {
      clientSecret: async () => secrets[asked++] ?? 'none left',
    })
    expect(await value()).toBe('t')
    expect(requests()).toBe(2)
    expect(asked).toBe(2)
    expect(events.map(({ type }) => type)).toEqual([
      'token_requested',
      'token_requested',
      'token_received',
    ])
  })

  it('A15: asks no third time', async () => {
    let asked = 0
    const { failure, requests } = createSourceRig(({ init }) => answerByBody(init.body), {
      clientSecret: async () => {
        if (asked++ > 5) throw new Error('asked over and over')
        return `wrong-${asked}`
      },
    })
    expect(await failure()).toMatchObject({ code: 'token_refused', status: 401 })
    expect([requests(), asked]).toEqual([2, 2])
  })

  it('A15: sends no second request when the secret is still the same', async () => {
    let asked = 0
    const { failure, requests } = createSourceRig(({ init }) => answerByBody(init.body), {
      clientSecret: async () => {
        asked++
        return 'old'
      },
    })
    expect(await failure()).toMatchObject({ code: 'token_refused' })
    expect([requests(), asked]).toEqual([1, 2])
  })

  it('A15: keeps the refusal when the function fails the second time', async () => {
    let asked = 0
    const { failure, requests } = createSourceRig(({ init }) => answerByBody(init.body), {
      clientSecret: async () => {
        if (asked++ > 0) throw new Error('sealed')
        return 'old'
      },
    })
    expect(await failure()).toMatchObject({ code: 'token_refused' })
    expect(requests()).toBe(1)
  })

  it('A15: a secret given as text is not asked for, and is sent once', async () => {
    const { failure, requests } = createSourceRig(({ init }) => answerByBody(init.body), {
      clientSecret: 'old',
    })
    expect(await failure()).toMatchObject({ code: 'token_refused' })
    expect(requests()).toBe(1)
  })
})

describe('a secret supplier that misbehaves', () => {
  it('is waited for within the limit of the acquisition, and blamed for it', async () => {
    const { source, clock, requests } = createSourceRig(undefined, {
      clientSecret: () => new Promise<string>(() => {}),
      timeoutMs: 3_000,
    })
    await expect(walk(clock, source.get(), 500)).rejects.toMatchObject({
      code: 'token_unavailable',
      reason: 'secret_unavailable',
      message: expect.stringContaining('clientSecret'),
    })
    expect([requests(), clock.pendingTimers()]).toEqual([0, 0])
  })

  it('must give text', async () => {
    const { failure } = createSourceRig(undefined, { clientSecret: () => '' })
    expect(await failure()).toMatchObject({ reason: 'secret_unavailable' })
  })
})
