// C2 on real sockets: whatever the burst and the latency, one token request serves everybody.
import { afterEach, describe, expect, it } from 'vitest'
import { createClient, type FirstAmlClient } from '../../src/index.js'
import { createVendorRig, fakeCredentials, type VendorRig } from '../support/vendor-rig.js'

let rig: VendorRig
let client: FirstAmlClient
afterEach(async () => {
  client.dispose()
  await rig.close()
})

const cells = [10, 100, 1_000].flatMap((burst) =>
  [5, 50, 200].map((latencyMs): [number, number] => [burst, latencyMs]),
)

describe('a burst of operations whose token is revoked', () => {
  it.each(cells)(
    'C2: %i operations, token endpoint %i ms',
    { timeout: 30_000 },
    async (burst, latencyMs) => {
      rig = await createVendorRig()
      client = createClient({ ...fakeCredentials, baseUrl: rig.url })
      await client.request('{ me { apiClientId } }')
      rig.valid.clear()
      rig.tokenDelayMs = latencyMs
      const before = { tokens: rig.tokenRequests.length, sends: rig.graphqlRequests.length }
      const outcomes = await Promise.allSettled(
        Array.from({ length: burst }, () => client.request('{ me { apiClientId } }')),
      )
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([])
      expect(rig.tokenRequests.length - before.tokens).toBe(1)
      const sends = rig.graphqlRequests.slice(before.sends)
      // Who had not been sent yet when the fresh token came was spared the refusal.
      const refused = sends.filter(({ token }) => token === 'rig-token-1')
      const accepted = sends.filter(({ token }) => token === 'rig-token-2')
      expect(accepted).toHaveLength(burst)
      expect(refused).toHaveLength(burst)
      expect(sends).toHaveLength(2 * burst)
    },
  )
})
