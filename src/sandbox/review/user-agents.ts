import type { ItemWatcher } from './answer.js'
import type { Arrival } from './arrival.js'
import { createEvidence } from './evidence.js'

/** How many different paths and products are told apart; the rest is only counted. */
const told = 100

/** Watches for requests without a `User-Agent`. */
export function watchUserAgents(): ItemWatcher {
  const evidence = createEvidence()
  const missingAt = new Map<string, number>()
  const seen = new Set<string>()
  let requests = 0
  let missing = 0

  function miss(arrival: Arrival): void {
    missing += 1
    const place = `${arrival.kind}, ${arrival.method} ${arrival.path}`
    const count = missingAt.get(place)
    if (count === undefined && missingAt.size >= told) return
    missingAt.set(place, (count ?? 0) + 1)
    if (count === undefined) evidence.add('carried no User-Agent', arrival)
  }

  return {
    answered(arrival) {
      requests += 1
      const name = arrival.userAgent?.trim() ?? ''
      if (name === '') miss(arrival)
      else if (seen.size < told) seen.add(name)
    },
    item() {
      const all = createEvidence()
      for (const [place, count] of missingAt) all.add(`${place}: ${count} without a User-Agent`)
      const names = [...seen].slice(0, 5).join('; ')
      return {
        id: 'user-agent',
        title: 'Every request carries a User-Agent header',
        verdict: requests === 0 ? 'not observed' : missing > 0 ? 'fail' : 'pass',
        summary:
          requests === 0
            ? 'No request came.'
            : `${missing} of ${requests} requests carried no User-Agent.${names && ` Seen: ${names}.`}`,
        counts: { requests, missing, userAgents: seen.size },
        evidence: [...evidence.pieces(), ...all.pieces()],
        omitted: evidence.omitted() + all.omitted(),
        advice:
          missing > 0
            ? 'Send a User-Agent that names the integration with every request, downloads and uploads too. The client of firstaml-client does.'
            : null,
      }
    },
  }
}
