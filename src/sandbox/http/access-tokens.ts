// Access tokens as an Auth0 tenant makes them: signed JWTs of a machine-to-machine client. They
// are really signed and really checked, so a token of another sandbox, of another audience or with
// one letter changed is refused. Which algorithm the vendor uses is not documented; a client has
// no business looking inside.
import { errors, generateKeyPair, jwtVerify, SignJWT } from 'jose'
import type { SandboxClock } from '../clock.js'

/** Outcome of looking at a token: whose it is, or why it is no good. */
export type TokenVerdict =
  | { readonly status: 'valid'; readonly clientId: string }
  | { readonly status: 'expired' | 'revoked' | 'invalid' }

/** A token as people may see it: none of it can be used. */
export interface IssuedToken {
  readonly clientId: string
  /** The last letters, behind an ellipsis. */
  readonly masked: string
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  readonly expiresAt: number
  readonly status: 'valid' | 'expired' | 'revoked'
}

/** Issues, checks and revokes access tokens. */
export interface AccessTokens {
  readonly lifetimeSeconds: number
  readonly issue: (clientId: string) => Promise<string>
  readonly inspect: (token: string) => Promise<TokenVerdict>
  readonly revokeAll: () => void
  /** The newest tokens, at most 50, newest first. */
  readonly newest: () => readonly IssuedToken[]
}

/** What `createAccessTokens` needs. */
export interface AccessTokensConfig {
  readonly audience: string
  /** Gives the `iss` claim, which is known once the server listens. */
  readonly issuer: () => string
  readonly lifetimeSeconds: number
  readonly clock: SandboxClock
  /** How many tokens are remembered as checked. Default 10 000. */
  readonly seenCapacity?: number
}

interface SeenToken {
  readonly clientId: string
  readonly serial: number
  readonly expiresAt: number
}

const algorithm = 'ES256'
const shownTokens = 50

/** Makes a signing key of its own and starts with no token issued. */
export async function createAccessTokens(config: AccessTokensConfig): Promise<AccessTokens> {
  const { audience, clock, lifetimeSeconds } = config
  const seenCapacity = config.seenCapacity ?? 10_000
  const { privateKey, publicKey } = await generateKeyPair(algorithm)
  const seen = new Map<string, SeenToken>()
  const issued: (Omit<IssuedToken, 'status'> & { readonly serial: number })[] = []
  let lastSerial = 0
  let revokedSerial = 0

  function remember(token: string, entry: SeenToken): void {
    // Forgetting costs one more signature check for each token still in use, nothing else.
    if (seen.size >= seenCapacity) seen.clear()
    seen.set(token, entry)
  }

  async function verify(token: string): Promise<SeenToken | undefined> {
    try {
      const { payload } = await jwtVerify(token, publicKey, {
        algorithms: [algorithm],
        audience,
        issuer: config.issuer(),
        // Expiry is judged by the caller, to the millisecond.
        currentDate: new Date(0),
        requiredClaims: ['azp', 'exp', 'jti'],
      })
      const entry = {
        clientId: String(payload.azp),
        serial: Number(payload.jti),
        expiresAt: Number(payload.exp) * 1000,
      }
      remember(token, entry)
      return entry
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined
      throw error
    }
  }

  return {
    lifetimeSeconds,
    async issue(clientId) {
      const issuedAt = clock.now()
      const issuedAtSeconds = Math.floor(issuedAt / 1000)
      lastSerial += 1
      const serial = lastSerial
      const token = await new SignJWT({ azp: clientId, gty: 'client-credentials' })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT' })
        .setIssuer(config.issuer())
        .setSubject(`${clientId}@clients`)
        .setAudience(audience)
        .setIssuedAt(issuedAtSeconds)
        .setExpirationTime(issuedAtSeconds + lifetimeSeconds)
        .setJti(String(serial))
        .sign(privateKey)
      // The claims are whole seconds; what was promised in `expires_in` holds to the millisecond.
      const expiresAt = issuedAt + lifetimeSeconds * 1000
      remember(token, { clientId, serial, expiresAt })
      issued.push({ clientId, serial, masked: `…${token.slice(-4)}`, issuedAt, expiresAt })
      if (issued.length > shownTokens) issued.shift()
      return token
    },
    async inspect(token) {
      const entry = seen.get(token) ?? (await verify(token))
      if (entry === undefined) return { status: 'invalid' }
      if (entry.serial <= revokedSerial) return { status: 'revoked' }
      if (clock.now() >= entry.expiresAt) return { status: 'expired' }
      return { status: 'valid', clientId: entry.clientId }
    },
    revokeAll() {
      revokedSerial = lastSerial
    },
    newest() {
      const now = clock.now()
      return issued.toReversed().map(({ serial, ...token }) => {
        const isOver = now >= token.expiresAt ? 'expired' : 'valid'
        return { ...token, status: serial <= revokedSerial ? 'revoked' : isOver }
      })
    },
  }
}
