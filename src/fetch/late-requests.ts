import type { AuthorizedSendSettings } from './authorized-send.js'
import type { TrackedRequests } from './tracked-requests.js'
import type { Traffic } from './traffic.js'

/** The requests of a client that are no operations: what sends them is loaded with the first. */
export interface LateRequests extends Pick<TrackedRequests, 'fetch'> {
  readonly load: () => Promise<TrackedRequests>
}

export function createLateRequests(
  settings: AuthorizedSendSettings,
  traffic: Traffic,
): LateRequests {
  let loaded: TrackedRequests | undefined
  const load = async () => {
    const { createTrackedRequests } = await import('./tracked-requests.js')
    loaded ??= createTrackedRequests(settings, traffic)
    return loaded
  }
  return { load, fetch: async (input, init) => (loaded ?? (await load())).fetch(input, init) }
}
