import type { Config } from '@react-router/dev/config'

export default {
  ssr: true,
  // The browser learns all four routes at once; otherwise it asks for each link it sees.
  routeDiscovery: { mode: 'initial' },
  // What version 8 does anyway; it wants Node 22.
  future: {
    v8_middleware: true,
    v8_passThroughRequests: true,
    v8_splitRouteModules: true,
    v8_trailingSlashAwareDataRequests: true,
    v8_viteEnvironmentApi: true,
  },
} satisfies Config
