import { inspect } from 'node:util'
import type { Contender } from '../contenders/contender.js'
import { settle } from '../outcome.js'
import { createVendor, type Vendor } from '../vendor.js'

/** Where a secret or a token came to light, such as `result of a 401, inspected`. */
export type Leak = string

/** What an operation meets, and so what its result or error may carry. */
const situations: Readonly<Record<string, (vendor: Vendor) => void>> = {
  success: () => {},
  'refused credentials': ({ script }) => {
    script.refusesCredentials = true
  },
  'refused tokens': ({ script }) => {
    script.refusesEveryToken = true
  },
  'a GraphQL error': ({ script }) => {
    script.answer = () => Response.json({ data: null, errors: [{ message: 'No such thing.' }] })
  },
  'a status 500': ({ script }) => {
    script.answer = () => new Response('Oops', { status: 500 })
  },
  'a lost connection': ({ script }) => {
    script.answer = () => {
      throw new TypeError('fetch failed')
    }
  },
}

/**
 * Looks for the secret and for every token in what an application may log: the client's objects
 * and what operations gave it, both inspected to a depth of 12 and written as JSON.
 */
export async function findLeaks(contender: Contender): Promise<readonly Leak[]> {
  // All at once, since some clients wait between the attempts that a failure brings.
  const found = await Promise.all(
    Object.entries(situations).map(async ([situation, prepare]) => {
      const vendor = createVendor()
      prepare(vendor)
      const client = contender.create(vendor.wiring)
      const { value } = await settle(client, 1)
      const wanted = [vendor.wiring.clientSecret, ...vendor.issued]
      const search = (what: string, object: unknown): Leak[] =>
        Object.entries(renderings(object))
          .filter(([, text]) => wanted.some((secret) => text.includes(secret)))
          .map(([how]) => `${what}, ${how}`)
      return [
        ...search(`outcome of ${situation}`, value),
        ...(situation === 'success' ? search('client', client.exposed) : []),
      ]
    }),
  )
  return found.flat()
}

/** How many places {@link findLeaks} looks at. */
export const searchedPlaces = (Object.keys(situations).length + 1) * 2

function renderings(object: unknown): Record<string, string> {
  return {
    inspected: inspect(object, {
      depth: 12,
      showHidden: true,
      maxArrayLength: null,
      maxStringLength: null,
    }),
    'as JSON': writeJson(object),
  }
}

/** JSON of everything that can be written, each object once: loggers get over cycles too. */
function writeJson(object: unknown): string {
  const seen = new WeakSet<object>()
  const text = JSON.stringify(object, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return value
    if (seen.has(value)) return undefined
    seen.add(value)
    return value
  })
  return text ?? ''
}
