// What may happen, in any order: to the application, to the vendor, and to time.
import fc from 'fast-check'
import { tokenResponse } from '../support/scripted-fetch.js'
import type { Door } from './operations.js'
import type { Held, Vendor } from './vendor.js'
import { soundAnswer, type World } from './world.js'

/** The model is what can be done at present; what must hold is checked after each command. */
export interface Model {
  operations: number
  heldTokens: () => number
  heldRequests: () => number
}

type Command = fc.AsyncCommand<Model, World>

function command(
  name: string,
  isPossible: (model: Model) => boolean,
  act: (world: World, model: Model) => void | Promise<void>,
): Command {
  return {
    check: isPossible,
    run: async (model, world) => {
      await act(world, model)
      await world.run()
      if (world.vendor.broken.length > 0) throw new Error(world.vendor.broken.join('; '))
    },
    toString: () => name,
  }
}

/** One of several, chosen by any number. */
function pick<T>(from: readonly T[], index: number): T | undefined {
  return from[index % from.length]
}

const always = () => true
const hasOperations = ({ operations }: Model) => operations > 0

const errorsWith = (code: string, members: object) =>
  Response.json({ errors: [{ message: 'no', extensions: { code } }], ...members })

/** How the API may answer; the response, or what fetch throws. */
const apiAnswers: Readonly<Record<string, (vendor: Vendor, request: Held) => Response | Error>> = {
  soundly: soundAnswer,
  'with data': () => Response.json({ data: { me: { apiClientId: 'x' } } }),
  'with 401': () => new Response(null, { status: 401 }),
  'with a page and 401': () =>
    new Response('<html>', { status: 401, headers: { 'content-type': 'text/html' } }),
  'with 403': () => new Response('{}', { status: 403 }),
  'with 500 and GraphQL errors': () =>
    Response.json({ errors: [{ message: 'down' }], data: null }, { status: 500 }),
  'with 503': () => new Response(null, { status: 503 }),
  'with unauthenticated and null data': () => errorsWith('UNAUTHENTICATED', { data: null }),
  'with a body that stalls': (vendor, { signal }) => vendor.stalledBody(signal),
  'by cutting the connection': () => new TypeError('fetch failed'),
}

const tokenAnswers: Readonly<Record<string, (vendor: Vendor) => Response | Error>> = {
  'a new token': (vendor) => {
    const token = vendor.issue()
    vendor.valid.add(token)
    return tokenResponse(token)
  },
  'a short token': (vendor) => {
    const token = vendor.issue()
    vendor.valid.add(token)
    return tokenResponse(token, { expires_in: 30 })
  },
  'the same token': (vendor) => tokenResponse(vendor.issued.at(-1) ?? vendor.issue()),
  'a 500': () => new Response('down', { status: 500 }),
  'a refusal': () => Response.json({ error: 'invalid_client' }, { status: 401 }),
  nothing: () => new TypeError('fetch failed'),
}

const starts = fc
  .record({
    door: fc.constantFrom<Door>('request', 'urql', 'subscribe', 'fetch', 'foreign'),
    mutates: fc.boolean(),
    equal: fc.boolean(),
    hasSignal: fc.boolean(),
  })
  .map(({ door, mutates, equal, hasSignal }) => {
    const isMutation = mutates && door !== 'fetch' && door !== 'foreign'
    return command(
      `${door}${isMutation ? ` ${equal ? 'equal' : 'new'} mutation` : ''}${hasSignal ? ', signal' : ''}`,
      always,
      (world, model) => {
        model.operations++
        world.start(door, isMutation, equal, hasSignal)
      },
    )
  })

const index = fc.nat(9)

const aborts = index.map((at) =>
  command(`abort ${at}`, hasOperations, ({ operations }) => pick(operations, at)?.caller.abort()),
)

const teardowns = index.map((at) =>
  command(`tear down ${at}`, hasOperations, ({ operations }) => pick(operations, at)?.tearDown()),
)

const answers = fc.tuple(index, fc.constantFrom(...Object.keys(apiAnswers))).map(([at, how]) =>
  command(
    `answer ${at} ${how}`,
    ({ heldRequests }) => heldRequests() > 0,
    ({ vendor, answer }) => {
      const request = pick(vendor.apiRequests(), at)
      if (!request) return
      const given = apiAnswers[how]?.(vendor, request)
      if (given instanceof Response) answer(request, given)
      else request.fail(given)
    },
  ),
)

/** Mostly it works; otherwise hardly anything would ever be sent. */
const tokenOutcomes = [...Object.keys(tokenAnswers), 'a new token', 'a new token', 'a new token']

const tokenCommands = fc.constantFrom(...tokenOutcomes).map((how) =>
  command(
    `the token endpoint gives ${how}`,
    ({ heldTokens }) => heldTokens() > 0,
    ({ vendor }) => {
      const [request] = vendor.tokenRequests()
      const given = tokenAnswers[how]?.(vendor)
      if (given instanceof Response) request?.answer(given)
      else request?.fail(given)
    },
  ),
)

const revocations = fc.constant(command('revoke', always, ({ vendor }) => vendor.valid.clear()))

const passing = fc
  .constantFrom(1, 200, 1_000, 12_000, 31_000, 400_000)
  .map((ms) => command(`${ms} ms pass`, always, ({ clock }) => clock.advance(ms)))

export const allCommands = [
  starts,
  starts,
  starts,
  answers,
  answers,
  answers,
  tokenCommands,
  tokenCommands,
  aborts,
  teardowns,
  revocations,
  passing,
]
