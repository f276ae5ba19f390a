const responseType = 'application/graphql-response+json'
const jsonType = 'application/json'

/** What results are sent as. */
export type ResultMediaType = typeof responseType | typeof jsonType

/**
 * The media type that `Accept` wants most (RFC 9110, section 12.5.1); `undefined` when it allows
 * neither. Wildcards and silence mean plain JSON, as GraphQL over HTTP has it until its watershed.
 */
export function chooseMediaType(accept: string | null): ResultMediaType | undefined {
  if (accept === null || accept.trim() === '') return jsonType
  let chosen: ResultMediaType | undefined
  let best = 0
  for (const range of accept.split(',')) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const offered = offers.get(name)
    const weight = weightOf(parameters)
    // Of several with the same weight, the first.
    if (offered !== undefined && weight > best) {
      chosen = offered
      best = weight
    }
  }
  return chosen
}

const offers: ReadonlyMap<string, ResultMediaType> = new Map([
  [responseType, responseType],
  [jsonType, jsonType],
  ['application/*', jsonType],
  ['*/*', jsonType],
])

function weightOf(parameters: readonly string[]): number {
  const written = parameters.find((parameter) => parameter.startsWith('q='))
  const weight = written === undefined ? 1 : Number(written.slice(2))
  return Number.isNaN(weight) ? 1 : weight
}
