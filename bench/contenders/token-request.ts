import type { Wiring } from './contender.js'

/** A token and its end by the wall clock. */
export interface PlainToken {
  readonly value: string
  readonly expiresAt: number
}

/** A token request as an application writes it: JSON out, status checked, JSON in. */
export async function requestPlainToken(wiring: Wiring, signal?: AbortSignal): Promise<PlainToken> {
  const response = await wiring.fetch(wiring.tokenUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      audience: wiring.audience,
      client_id: wiring.clientId,
      client_secret: wiring.clientSecret,
    }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw new Error(`Token request failed: ${response.status}`)
  const { access_token, expires_in }: { access_token: string; expires_in: number } =
    await response.json()
  return { value: access_token, expiresAt: Date.now() + expires_in * 1000 }
}
