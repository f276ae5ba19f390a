import type { Wiring } from '../contenders/contender.js'

/** The way to a vendor on a port of this machine, with the `fetch` that the runtime has. */
export function loopbackWiring(port: number | string): Wiring {
  const domain = `127.0.0.1:${port}`
  return {
    domain,
    tokenUrl: `http://${domain}/oauth/token`,
    graphqlUrl: `http://${domain}/graphql/`,
    clientId: 'bench-client-id',
    clientSecret: 'bench-client-secret',
    audience: 'https://api.vendor.example',
    fetch: globalThis.fetch,
  }
}
