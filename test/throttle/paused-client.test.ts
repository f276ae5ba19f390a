// F3 as an application sees it: one operation is throttled, and all of its client hold back.
import { describe, expect, it } from 'vitest'
import { createApiRig, graphqlResponse, meData, query } from '../fetch/api-rig.js'

const seven = { 'retry-after': '7' }

const throttlings: ReadonlyArray<readonly [what: string, answer: () => Response]> = [
  ['a 429', () => new Response(null, { status: 429, headers: seven })],
  ['a 503', () => new Response(null, { status: 503, headers: seven })],
  [
    'a 200 with a rate-limit code',
    () =>
      Response.json(
        { data: null, errors: [{ message: 'slow down', extensions: { code: 'RATE_LIMITED' } }] },
        { headers: seven },
      ),
  ],
]

describe('a client that is told to wait', () => {
  it.each(throttlings)(
    'F3: sends nothing for the seven seconds that %s names, for any operation',
    async (_what, answer) => {
      const rig = createApiRig({ retry: {} })
      rig.onApi = (_call, index) => (index === 0 ? answer() : graphqlResponse({ data: meData }))
      const refused = rig.client.request(query)
      await rig.clock.settle()
      const other = rig.client.request(query)
      await rig.clock.advance(6_999)
      expect(rig.apiCalls).toHaveLength(1)
      await rig.clock.advance(10_000)
      await Promise.all([refused, other])
      expect(rig.apiCalls).toHaveLength(3)
    },
  )
})
