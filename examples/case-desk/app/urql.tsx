// urql for the pages. The client is the same on both sides, but for one thing: on the server nothing
// is fetched while rendering, since the loaders have asked before.
import {
  type Client,
  cacheExchange,
  createClient,
  fetchExchange,
  type SSRData,
  ssrExchange,
} from '@urql/core'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import { Provider } from 'urql'

const isBrowser = typeof document !== 'undefined'

type Restore = (results: SSRData) => void
const RestoreContext = createContext<Restore>(() => {})

function createPair(): { client: Client; restore: Restore } {
  const ssr = ssrExchange({ isClient: true })
  const client = createClient({
    url: '/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, ssr, ...(isBrowser ? [fetchExchange] : [])],
  })
  return { client, restore: ssr.restoreData }
}

export function UrqlProvider({ children }: { readonly children: ReactNode }) {
  const [{ client, restore }] = useState(createPair)
  return (
    <RestoreContext value={restore}>
      <Provider value={client}>{children}</Provider>
    </RestoreContext>
  )
}

/** Hands on what the server asked before it rendered; nothing after a step in the browser. */
export function useServerResults(results: SSRData | null): void {
  const restore = useContext(RestoreContext)
  // While rendering, since the hooks of the same component look for it.
  useMemo(() => {
    if (results) restore(results)
  }, [results, restore])
}
