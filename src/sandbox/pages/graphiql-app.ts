// GraphiQL in the browser, bundled by the build. It signs in by itself: the sandbox that serves it
// gives it tokens. An Authorization in its header editor goes first, to try another client.
import { GraphiQL, type GraphiQLProps } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'

const welcome = `# A sandbox that plays First AML.
# You are signed in: run this.
# Another client's Authorization
# goes into the headers below.
query Me {
  me {
    apiClientId
    scopes
    accessibleOrganizations {
      name
      offices {
        key
        name
      }
    }
  }
}
`

let token: Promise<string> | undefined

async function requestToken(): Promise<string> {
  const response = await fetch('/_sandbox/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  const answer: { access_token: string } = await response.json()
  return answer.access_token
}

const fetcher: GraphiQLProps['fetcher'] = async (params, { headers = {} } = {}) => {
  const send = async () => {
    const given = new Headers(headers)
    if (!given.has('authorization')) {
      token ??= requestToken()
      given.set('authorization', `Bearer ${await token}`)
    }
    given.set('content-type', 'application/json')
    given.set('accept', 'application/graphql-response+json, application/json;q=0.9')
    const body = JSON.stringify(params)
    return fetch('/graphql/', { method: 'POST', headers: given, body })
  }
  const response = await send()
  if (response.status !== 401) return response.json()
  // Tokens end, and a sandbox can revoke them.
  token = undefined
  return (await send()).json()
}

const root = document.getElementById('graphiql')
if (root !== null) {
  createRoot(root).render(
    createElement(GraphiQL, { fetcher, defaultQuery: welcome, shouldPersistHeaders: false }),
  )
}
