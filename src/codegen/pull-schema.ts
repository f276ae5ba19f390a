import { AbortedError } from '../base/errors.js'
import { createAuthorizedFetch } from '../fetch/authorized-fetch.js'
import { openTokenSource, type TokenSource } from '../token/token-source.js'
import type { Asker } from './ask.js'
import { fetchSchema } from './fetch-schema.js'
import { normalizeSchema } from './normalize-schema.js'
import { outputError, refusalError, thrownError } from './pull-failure.js'
import { normalizePullOptions, type PullSchemaOptions, type PullSettings } from './pull-options.js'
import { isRefusal, type SchemaAnswer, type SchemaServed } from './schema-answer.js'
import { type KeptSnapshot, keepSnapshot } from './snapshot.js'

/** What a pull found. */
export interface PulledSchema {
  /** Whether the schema differs from the one that the snapshot held. */
  readonly changed: boolean
  /** Whether the file was written: also for a new source, or a first stamp. */
  readonly written: boolean
  /** Which question was answered with the schema. */
  readonly served: SchemaServed
  /** The address that served, without its query string. */
  readonly url: string
  /** SHA-256 of the schema text below the stamp, in hexadecimal. */
  readonly hash: string
  /** The stamp's source. */
  readonly source: string
  /** The stamp's date, `YYYY-MM-DD` in UTC. */
  readonly date: string
}

/**
 * Pulls the schema from First AML and keeps it as a snapshot: sorted, in normal form, stamped with
 * source, date and hash. An unchanged schema leaves the file as it is.
 *
 * @throws SchemaPullError, after which the snapshot is byte for byte what it was; TypeError when an
 * option cannot work.
 *
 * @example
 * ```ts
 * const { changed, served } = await pullSchema({
 *   clientId,
 *   clientSecret,
 *   output: 'graphql/schema.graphql',
 * })
 * ```
 */
export async function pullSchema(options: PullSchemaOptions): Promise<PulledSchema> {
  const settings = normalizePullOptions(options)
  const answer = await fetchWithToken(settings)
  const kept = await keep(settings, answer)
  const { source, date, hash } = kept.stamp
  const { served, url } = answer
  return { changed: kept.changed, written: kept.written, served, url, hash, source, date }
}

/** The schema as it is now, in normal form; nothing is written. @throws as {@link pullSchema} does. */
export async function fetchLiveSchema(
  options: Omit<PullSchemaOptions, 'output' | 'source' | 'mirrorsOutput'>,
): Promise<FetchedSchema> {
  return fetchWithToken(normalizePullOptions({ ...options, output: 'the live schema' }))
}

export interface FetchedSchema {
  readonly body: string
  readonly served: SchemaServed
  readonly url: string
}

async function fetchWithToken(settings: PullSettings): Promise<FetchedSchema> {
  const { runtime, timeoutMs, clientId, clientSecret, audience, signal } = settings
  const secrets = [clientSecret]
  const deadline = new AbortController()
  const cancelDeadline = runtime.after(timeoutMs, () => deadline.abort())
  const sending = {
    userAgent: settings.userAgent,
    allowInsecureRequests: settings.allowInsecureRequests,
    runtime,
  }
  const { tokenUrl, givenTokenUrl, tokenStore: store } = settings
  const tokenSource = openTokenSource(
    { ...sending, tokenUrl, clientId, clientSecret, audience, store },
    givenTokenUrl,
  )
  try {
    const fetch = createAuthorizedFetch({
      ...sending,
      tokenSource: remembering(tokenSource, secrets),
      origins: [settings.graphqlUrl, ...(settings.schemaUrl ? [settings.schemaUrl] : [])],
    })
    const ends = signal ? [signal, deadline.signal] : [deadline.signal]
    const asker: Asker = { fetch, signal: AbortSignal.any(ends) }
    const answer = await fetchSchema(asker, settings)
    if (isRefusal(answer)) throw refusalError(settings, answer, secrets)
    return { body: normalize(settings, answer, secrets), served: answer.served, url: answer.url }
  } catch (error) {
    if (signal?.aborted) throw new AbortedError('The pull was ended.', { cause: signal.reason })
    if (!deadline.signal.aborted) throw thrownError(error, settings, secrets)
    const finding = `gave no whole answer within ${timeoutMs / 1000} s`
    throw refusalError(settings, { reason: 'timeout', finding }, secrets)
  } finally {
    cancelDeadline()
    tokenSource.dispose()
  }
}

/** Notes each token, so that a server that repeats it in an error does not get it into a message. */
function remembering(tokenSource: TokenSource, secrets: string[]): TokenSource {
  return {
    ...tokenSource,
    get: async (options) => {
      const token = await tokenSource.get(options)
      secrets.push(token.value)
      return token
    },
  }
}

function normalize(settings: PullSettings, { document }: SchemaAnswer, secrets: string[]): string {
  try {
    return normalizeSchema(document)
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'it cannot be read'
    const finding = `answered with a schema that is not valid: ${problem.split('\n', 1)[0]}`
    const refusal = { reason: 'invalid_schema', finding: finding.replace(/\.$/, '') } as const
    throw refusalError(settings, refusal, secrets)
  }
}

async function keep(settings: PullSettings, { body, url }: FetchedSchema): Promise<KeptSnapshot> {
  const { output, source, mirrorsOutput, runtime } = settings
  try {
    return await keepSnapshot(output, {
      body,
      source: (source ?? url).replaceAll(/\s+/g, ' '),
      mirrored: mirrorsOutput,
      today: new Date(runtime.now()).toISOString().slice(0, 10),
    })
  } catch (error) {
    throw outputError(error, output)
  }
}
