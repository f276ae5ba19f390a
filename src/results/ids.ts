/**
 * The API's ids are text nearly everywhere, but numbers (`Int!`) in the inputs for documents, PDFs
 * and escalation, and in some webhooks. The two forms are converted here and nowhere else.
 */

/** The largest value of GraphQL's `Int`, which is 32 bits wide. */
const largestInt = 2 ** 31 - 1

/**
 * An id as the inputs take it that want a number: `AddIndividualDocumentInput`,
 * `GeneratePdfInput`, `EscalateLiteCaseInput` and the like.
 *
 * @throws TypeError when the id is not a whole number from 0 to 2147483647, written in the usual
 * way: `007` is refused, since it would come back as another id. The message does not repeat it.
 *
 * @example
 * ```ts
 * await client.request(CreateCasePdfDocument, { input: { caseId: toIntId(caseId) } })
 * ```
 */
export function toIntId(id: string | number): number {
  const number = typeof id === 'string' ? readDigits(id) : id
  if (!Number.isInteger(number) || number < 0) refuse(describe(id))
  if (number > largestInt) refuse('a larger one')
  // -0 is 0.
  return number + 0
}

/**
 * An id as the API writes it nearly everywhere: text. Takes the numbers of webhooks, `Int` fields
 * and inputs.
 *
 * @throws TypeError when the id is empty, or a number that is not whole or too large to be exact.
 */
export function toStringId(id: string | number): string {
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'number' && Number.isSafeInteger(id) && id >= 0) return String(id)
  throw new TypeError(`toStringId takes text or a whole number, and was given ${describe(id)}.`)
}

function readDigits(text: string): number {
  return /^(0|[1-9]\d*)$/.test(text) ? Number(text) : Number.NaN
}

function refuse(what: string): never {
  throw new TypeError(
    `toIntId takes a whole number from 0 to ${largestInt}, and was given ${what}. This input of the API wants the id as a number.`,
  )
}

function describe(id: unknown): string {
  if (id === '') return 'an empty text'
  if (typeof id === 'string') return 'a text that is not one'
  if (typeof id !== 'number') return id === null ? 'null' : `a value of type ${typeof id}`
  if (!Number.isFinite(id)) return 'a number that is not finite'
  if (id < 0) return 'a negative number'
  return Number.isInteger(id) ? 'a number too large to be exact' : 'a number with a fraction'
}
