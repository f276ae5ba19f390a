const kinds = {
  count: 'a whole number from 1',
  amount: 'a number, 0 or more',
  duration: 'a number of milliseconds, 0 or more',
  limit: 'a number of milliseconds above 0',
} as const

/** What an option that is a number has to be. */
export type NumberKind = keyof typeof kinds

/**
 * Reads an option that is a number.
 *
 * @param option - its name, for the message.
 * @param endless - `Infinity` is allowed.
 * @throws TypeError naming the option.
 */
export function readNumber(
  value: unknown,
  option: string,
  kind: NumberKind,
  endless: boolean,
): number {
  if (
    typeof value === 'number' &&
    (value > 0 || (value === 0 && kind !== 'limit' && kind !== 'count')) &&
    (value === Number.POSITIVE_INFINITY ? endless : kind !== 'count' || Number.isInteger(value))
  ) {
    return value
  }
  const more = endless && kind === 'limit' ? ', or Infinity' : ''
  throw new TypeError(`${option} must be ${kinds[kind]}${more}.`)
}

type NumberNames<Options> = keyof {
  [Name in keyof Options as Options[Name] extends number | undefined ? Name : never]: Name
} &
  string

/** Reads the numbers among the options of one object, with a default for each. */
export function createNumberReader<Options extends object>(
  given: Options,
  endless: boolean,
  prefix = '',
): (name: NumberNames<Options>, kind: NumberKind, byDefault: number) => number {
  return (name, kind, byDefault) =>
    readNumber(given[name] ?? byDefault, prefix + name, kind, endless)
}
