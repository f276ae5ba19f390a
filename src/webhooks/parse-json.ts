/** A string, or a number: in valid JSON nothing else holds digits. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

/**
 * Parses JSON; whole numbers that a double would round become strings of their digits.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // A search, since a reviver would take three times as long as all the rest of a usual event.
  if (!/\d{16}/.test(text)) return value
  // The text is valid JSON by now, so each string is matched whole, and no digits inside of one.
  return JSON.parse(
    text.replace(stringOrNumber, (token) =>
      /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(+token) ? `"${token}"` : token,
    ),
  )
}
