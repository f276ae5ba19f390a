import type { Wiring } from '../contenders/contender.js'
import { operationAnswer } from '../operation.js'

const tokenAnswer = JSON.stringify({
  access_token: 'bench-access-token',
  expires_in: 86_400,
  token_type: 'Bearer',
})

const init: ResponseInit = { headers: { 'content-type': 'application/json' } }

/** A vendor that costs as little as possible: a fresh response in a resolved promise. */
export const stubWiring: Wiring = {
  domain: 'vendor.example',
  tokenUrl: 'https://vendor.example/oauth/token',
  graphqlUrl: 'https://vendor.example/graphql/',
  clientId: 'bench-client-id',
  clientSecret: 'bench-client-secret',
  audience: 'https://api.vendor.example',
  fetch: (input) =>
    Promise.resolve(
      new Response(String(input).endsWith('/token') ? tokenAnswer : operationAnswer, init),
    ),
}
