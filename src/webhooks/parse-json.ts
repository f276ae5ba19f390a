/** A string, or a number: in valid JSON nothing else holds digits. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g
const manyDigits = /^-?\d{16,}$/

/**
 * Parses JSON; whole numbers that a double would round become strings of their digits.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  if (!/\d{16}/.test(text)) return value
  // The text is valid JSON by now, so each string is matched whole, and no digits inside of one.
  const exact = text.replace(stringOrNumber, (token) =>
    manyDigits.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  )
  return exact === text ? value : JSON.parse(exact)
}
