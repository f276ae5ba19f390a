/**
 * Requires an option that is a function to be one.
 *
 * @param option - its name, for the message.
 * @throws TypeError naming the option.
 */
export function requireFunction(value: unknown, option: string): void {
  if (typeof value !== 'function') throw new TypeError(`${option} must be a function.`)
}
