// The counting half of `npm run bench:auth`, small: what the bench says of ours stays true, and the
// bench still sees the faults it is there to see. CPU time is measured by the bench alone.
import { describe, expect, it } from 'vitest'
import type { Contender } from '../../bench/contenders/contender.js'
import { oursClient } from '../../bench/contenders/ours-client.js'
import { oursExchange } from '../../bench/contenders/ours-exchange.js'
import { urqlAuth } from '../../bench/contenders/urql-auth.js'
import { measureAbort } from '../../bench/figures/abort.js'
import { measureColdCallers } from '../../bench/figures/cold-callers.js'
import { measureLateRefusals } from '../../bench/figures/late-refusals.js'
import { findLeaks } from '../../bench/figures/leaks.js'
import { measureRefreshWindow } from '../../bench/figures/refresh-window.js'
import {
  measureRejectedTokens,
  simulateRejectedTokens,
} from '../../bench/figures/rejected-tokens.js'
import { measureRevokedOnSockets, measureRevokedToken } from '../../bench/figures/revoked-token.js'

const callers = 50

/** The same client, whose lots are such that it waits for nothing between its attempts. */
const withoutWaits = (contender: Contender): Contender => ({
  ...contender,
  create: (wiring) => contender.create({ ...wiring, runtime: { random: () => 0 } }),
})

describe.each([oursClient, oursExchange])('$name in the bench', (contender) => {
  it('serves all cold callers with one token request', async () => {
    expect(await measureColdCallers(contender, callers)).toEqual({
      tokens: 1,
      errors: 0,
      requests: callers,
    })
  })

  it('replaces a revoked token once, whoever meets it', async () => {
    const expected = { tokens: 1, errors: 0, requests: 2 * callers }
    expect(await measureRevokedToken(contender, callers)).toEqual(expected)
    expect(await measureRevokedOnSockets(contender, callers)).toEqual(expected)
  })

  it('asks for nothing when a late 401 names a token that is gone', async () => {
    expect(await measureLateRefusals(contender)).toEqual({ tokens: 1, errors: 0, requests: 22 })
  })

  it('soon stops asking when every token is rejected', async () => {
    const { tokens, errors } = await measureRejectedTokens(contender, 20)
    expect(errors).toBe(20)
    expect(tokens).toBeLessThanOrEqual(2)
    const sixSeconds = await simulateRejectedTokens(contender, 0.1)
    expect(sixSeconds.errors).toBe(600)
    expect(sixSeconds.tokens).toBeLessThanOrEqual(3)
  })

  it('does not wait for a token that is only due', async () => {
    // The token endpoint takes 300 ms; who waits for it cannot come in below.
    expect(await measureRefreshWindow(contender)).toBeLessThan(100)
  })

  it('settles soon after its caller has aborted, in every phase', async () => {
    // Who ignores the abort takes the better part of a second.
    expect(Math.max(...Object.values(await measureAbort(contender)))).toBeLessThan(100)
  })

  it('shows neither secret nor token', async () => {
    expect(await findLeaks(withoutWaits(contender))).toEqual([])
  })
})

describe('the bench', () => {
  it('sees a token request for each late 401, and the tokens in results', async () => {
    expect(await measureLateRefusals(urqlAuth)).toEqual({ tokens: 11, errors: 0, requests: 22 })
    expect(await findLeaks(urqlAuth)).toContain('outcome of success, inspected')
  })
})
