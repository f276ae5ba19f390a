import { expect, it } from 'vitest'
import { createAccessTokens } from '../../src/sandbox/http/access-tokens.js'
import { startOfTest } from './support.js'

// Checked by signature alone: with room for one, the first token is forgotten for the second.
it('knows a token again that it has forgotten', async () => {
  let now = startOfTest
  const tokens = await createAccessTokens({
    audience: 'https://api.firstaml.com',
    clock: { now: () => now },
    issuer: () => 'http://127.0.0.1:0/',
    lifetimeSeconds: 60,
    seenCapacity: 1,
  })
  const first = await tokens.issue('acme')
  const second = await tokens.issue('acme')
  expect(first).not.toBe(second)
  expect(await tokens.inspect(first)).toEqual({ status: 'valid', clientId: 'acme' })
  expect(await tokens.inspect(second)).toEqual({ status: 'valid', clientId: 'acme' })
  now += 59_999
  expect(await tokens.inspect(first)).toEqual({ status: 'valid', clientId: 'acme' })
  now += 1
  expect(await tokens.inspect(second)).toEqual({ status: 'expired' })
  tokens.revokeAll()
  expect(await tokens.inspect(first)).toEqual({ status: 'revoked' })
  expect(await tokens.inspect(`${first}x`)).toEqual({ status: 'invalid' })
})
