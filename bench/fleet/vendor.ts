import type { VirtualTime } from '../../test/support/virtual-time.js'

/** A vendor that issues tokens for a day and revokes them at times. */
export interface FleetVendor {
  /** Answers a token request. */
  readonly issue: () => Promise<Response>
  readonly accepts: (token: string) => boolean
  /** Refuses every token issued so far. */
  readonly revoke: () => void
}

export function createFleetVendor({ sleep }: VirtualTime, random: () => number): FleetVendor {
  let issued = 0
  let oldest = 0
  return {
    issue: async () => {
      const number = issued++
      await sleep(100 + 200 * random())
      return Response.json({
        access_token: `token-${number}`,
        expires_in: 86_400,
        token_type: 'Bearer',
      })
    },
    accepts: (token) => Number(token.slice('token-'.length)) >= oldest,
    revoke: () => {
      oldest = issued
    },
  }
}
