// The members of a script, as a table: what each may be, in a rule and in words. Scripts come from
// code and, by the control endpoint, from other programs, so nothing of them is taken for granted.
import { bodilessStatuses } from './faulty-answers.js'
import { maxDelayMs } from './held-answers.js'

/** What a member may be. */
export interface MemberRule {
  readonly isGood: (value: unknown) => boolean
  readonly mustBe: string
  readonly isRequired?: boolean
}

type Members = Readonly<Record<string, MemberRule>>

const byteCount: MemberRule = {
  isGood: (value) => isInteger(value, 0, 2 ** 31),
  mustBe: 'a whole number of bytes',
}
const status: MemberRule = {
  isGood: (value) => isInteger(value, 200, 599),
  mustBe: 'a status, 200–599',
}

/** Members of a script, but for its fault. */
export const scriptMembers: Members = {
  kind: oneOf('graphql', 'token', 'file', 'upload', 'storage', 'schema'),
  operation: {
    isGood: (value) => typeof value === 'string' && /^[_A-Za-z]\w{0,199}$/.test(value),
    mustBe: 'the name of a GraphQL operation',
  },
  count: {
    isGood: (value) => isInteger(value, 1, 1_000_000),
    mustBe: 'a whole number, 1–1000000',
  },
  fault: { isGood: () => true, mustBe: 'an object', isRequired: true },
}

/** Members of each fault besides `type`. */
export const faultMembers: ReadonlyMap<string, Members> = new Map<string, Members>([
  [
    'status',
    {
      status: { ...status, isRequired: true },
      retryAfter: {
        isGood: (value) => isInteger(value, 0, 1e9) || isHeaderText(value),
        mustBe: 'a whole number of seconds, or the text of the header',
      },
      headers: {
        isGood: areHeaders,
        mustBe: 'an object of header names and texts, without those of the connection',
      },
      body: { isGood: (value) => typeof value === 'string', mustBe: 'a string' },
    },
  ],
  ['reset', { when: oneOf('before', 'during', 'after'), bytes: byteCount }],
  [
    'delay',
    {
      ms: {
        isGood: (value) => isInteger(value, 0, maxDelayMs),
        mustBe: `a whole number of milliseconds, 0–${maxDelayMs}`,
        isRequired: true,
      },
    },
  ],
  ['truncate', { bytes: byteCount }],
  [
    'html',
    {
      status: {
        isGood: (value) => status.isGood(value) && !bodilessStatuses.some((one) => one === value),
        mustBe: 'a status that has a body, 200–599',
      },
    },
  ],
  [
    'graphql_error',
    {
      code: {
        isGood: (value) => typeof value === 'string' && value !== '',
        mustBe: 'a non-empty string',
        isRequired: true,
      },
      message: { isGood: (value) => typeof value === 'string', mustBe: 'a string' },
    },
  ],
])

/**
 * What is wrong with an object by a table, if anything. `undefined` counts as left out.
 *
 * @param prefix What stands before the names of its members.
 */
export function findProblem(
  value: Readonly<Record<string, unknown>>,
  members: Members,
  name: string,
  prefix = '',
): string | undefined {
  const stranger = Object.keys(value).find((key) => !Object.hasOwn(members, key))
  if (stranger !== undefined) {
    return `${name} has an unknown member; it may have ${Object.keys(members).join(', ')}`
  }
  for (const [key, { isGood, mustBe, isRequired = false }] of Object.entries(members)) {
    const isLeftOut = !Object.hasOwn(value, key) || value[key] === undefined
    if (isLeftOut ? isRequired : !isGood(value[key])) return `${prefix}${key} must be ${mustBe}`
  }
  return undefined
}

function oneOf(...texts: readonly string[]): MemberRule {
  return {
    isGood: (value) => typeof value === 'string' && texts.includes(value),
    mustBe: `one of ${texts.join(', ')}`,
    isRequired: true,
  }
}

function isInteger(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
}

/** Framing is the server's: a wrong length would break the test instead of the client. */
const framing = /^(connection|content-length|keep-alive|te|trailer|transfer-encoding|upgrade)$/i

function areHeaders(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(value).every(
    ([name, text]) =>
      /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name) && !framing.test(name) && isHeaderText(text),
  )
}

function isHeaderText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 8_000 && /^[\t\x20-\x7e]*$/.test(value)
}
