/** What went wrong, in one line that ends with what to set or whom to ask. */
import {
  AccessRejectedError,
  FirstAmlError,
  TokenRefusedError,
  TokenUnavailableError,
} from '../base/errors.js'
import { describeFailure, redact } from '../base/redaction.js'
import type { PullSettings } from './pull-options.js'
import { type Refusal, showUrl } from './schema-answer.js'
import { SchemaPullError, type SchemaPullReason } from './schema-pull-error.js'

const askForAddress = 'to the address of the schema text, which First AML support can tell'

type Asked = Pick<PullSettings, 'graphqlUrl' | 'schemaUrl'>

/** An answer that is no schema, as an error. */
export function refusalError(asked: Asked, refusal: Refusal, secrets: string[]): SchemaPullError {
  const { reason, status } = refusal
  const target = showUrl(asked.schemaUrl ?? asked.graphqlUrl)
  const finding = redact(refusal.finding, secrets, 300)
  return new SchemaPullError(`${target} ${finding}. ${remedy(reason, asked)}`, {
    reason,
    target,
    status,
  })
}

function remedy(reason: SchemaPullReason, { schemaUrl }: Asked): string {
  const variable = schemaUrl
    ? 'schemaUrl (FIRSTAML_SCHEMA_URL)'
    : 'graphqlUrl (FIRSTAML_GRAPHQL_URL)'
  switch (reason) {
    case 'unauthorized':
      return `A fresh token is refused: check that ${variable} and tokenUrl (FIRSTAML_TOKEN_URL) belong to the same environment and that audience (FIRSTAML_AUDIENCE) is right.`
    case 'forbidden':
      return 'Ask First AML support to let this client read the schema.'
    case 'not_found':
    case 'not_a_schema':
      return schemaUrl
        ? `Set ${variable} ${askForAddress}.`
        : `Check ${variable}, or set schemaUrl (FIRSTAML_SCHEMA_URL) ${askForAddress}.`
    case 'redirected':
      return 'It was not followed, since the token must not go along. If that is the right address, set schemaUrl (FIRSTAML_SCHEMA_URL) to it.'
    case 'invalid_schema':
      return 'Try again; if it stays so, ask First AML support, or set schemaUrl (FIRSTAML_SCHEMA_URL) to another address of the schema.'
    case 'unreachable':
      return `Check the network and ${variable}.`
    case 'timeout':
      return `Try again, allow more with timeoutMs, or check ${variable}.`
    case 'too_large':
      return `Check ${variable}.`
    default:
      return 'Try again later; if it stays so, ask First AML support.'
  }
}

/** What was thrown on the way to an answer, as an error. */
export function thrownError(
  error: unknown,
  settings: PullSettings,
  secrets: string[],
): SchemaPullError {
  if (error instanceof SchemaPullError) return error
  const target = showUrl(settings.tokenUrl)
  // The token source's messages are one line already, without secrets.
  if (error instanceof TokenRefusedError) {
    const { status } = error
    const details = { reason: 'token_refused', target, status } as const
    return new SchemaPullError(error.message, details, { cause: error })
  }
  if (error instanceof TokenUnavailableError) {
    const reasons = { network: 'unreachable', timeout: 'timeout' } as const
    const reason =
      error.reason === 'network' || error.reason === 'timeout'
        ? reasons[error.reason]
        : 'token_unavailable'
    const advice = /\b(?:Check|Set) /.test(error.message) ? '' : ` ${remedy(reason, settings)}`
    return new SchemaPullError(
      `${error.message}${advice}`,
      { reason, target, status: error.status },
      { cause: error },
    )
  }
  if (error instanceof AccessRejectedError) {
    const refusal: Refusal = { reason: 'unauthorized', status: 401, finding: 'answered 401' }
    return refusalError(settings, refusal, secrets)
  }
  const reason =
    error instanceof FirstAmlError ? (reasonsByCode[error.code] ?? 'unreachable') : 'unreachable'
  const cause = describeFailure(error, secrets)
  const detail = cause.message.replace(/\.$/, '')
  const finding =
    reason === 'unreachable'
      ? `could not be reached or cut the connection (${detail})`
      : `gave no schema (${detail})`
  const failure = refusalError(settings, { reason, finding }, secrets)
  failure.cause = cause
  return failure
}

/** How the authorized fetch may fail besides, by the code of its error. */
const reasonsByCode: Readonly<Record<string, SchemaPullReason>> = {
  scope_missing: 'forbidden',
  throttled: 'unexpected_status',
  timeout: 'timeout',
  unexpected_response: 'unexpected_status',
}

/** A snapshot that could not be read or written, as an error. */
export function outputError(error: unknown, output: string): SchemaPullError {
  const cause = describeFailure(error)
  return new SchemaPullError(
    `${output} could not be written (${cause.message}). Choose an output in a directory that may be written to.`,
    { reason: 'output', target: output },
    { cause },
  )
}
