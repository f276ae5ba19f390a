import type { ApiClient } from '../world/api-clients.js'

/** The clients, whose secrets can be rotated. */
export interface ClientSecrets {
  /** As they are now, by client id. */
  readonly clients: ReadonlyMap<string, ApiClient>
  /**
   * Gives a client another secret and refuses the one before from now on; tokens stay good.
   *
   * Throws a `TypeError` for a client that does not exist.
   *
   * @returns the new secret.
   */
  readonly rotate: (clientId: string) => string
  /** Gives every client its first secret back; the next rotations give what the first ones gave. */
  readonly reset: () => void
}

/** Starts with the secrets that the clients have. */
export function createClientSecrets(given: ReadonlyMap<string, ApiClient>): ClientSecrets {
  const clients = new Map(given)
  let rotations = 0
  return {
    clients,
    rotate(clientId) {
      const client = clients.get(clientId)
      if (client === undefined) throw new TypeError('rotateSecret: there is no such client')
      rotations += 1
      const clientSecret = `sandbox-rotated-not-a-secret-${rotations}`
      clients.set(clientId, { ...client, clientSecret })
      return clientSecret
    },
    reset() {
      rotations = 0
      for (const [clientId, client] of given) clients.set(clientId, client)
    },
  }
}
