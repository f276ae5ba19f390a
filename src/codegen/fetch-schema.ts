/**
 * The questions that may be answered with a schema, in their order.
 *
 * An address that was configured is the only one asked. Else the schema text comes first, since it
 * alone shows which policies protect a field, and introspection where there is no text to be had.
 * A broken or forbidden text is no reason to go on: introspection would hide what is wrong.
 */
import { getIntrospectionQuery, type IntrospectionOptions } from 'graphql'
import { type Asker, ask, type Question } from './ask.js'
import { readSchema } from './read-schema.js'
import { isRefusal, type Refusal, type SchemaAnswer, showUrl } from './schema-answer.js'

export interface SchemaAddresses {
  readonly graphqlUrl: URL
  readonly schemaUrl: URL | undefined
}

const anySchema = 'application/graphql, text/plain;q=0.9, application/json;q=0.8, */*;q=0.1'
const graphqlJson = 'application/graphql-response+json, application/json;q=0.9'

/** The first has all there is to know; servers that do not know a part of it refuse the whole. */
const introspections: readonly IntrospectionOptions[] = [
  {
    schemaDescription: true,
    specifiedByUrl: true,
    directiveIsRepeatable: true,
    inputValueDeprecation: true,
    oneOf: true,
  },
  { directiveIsRepeatable: true, inputValueDeprecation: true },
  {},
]

export async function fetchSchema(
  asker: Asker,
  { graphqlUrl, schemaUrl }: SchemaAddresses,
): Promise<SchemaAnswer | Refusal> {
  if (schemaUrl) {
    const answer = await askForSchema(asker, { url: schemaUrl, accept: anySchema })
    return isRefusal(answer) ? answer : { ...answer, served: 'schemaUrl', url: showUrl(schemaUrl) }
  }
  const url = showUrl(graphqlUrl)
  const text = await askForSchema(asker, { url: withSdl(graphqlUrl), accept: anySchema })
  if (!isRefusal(text)) return { ...text, served: 'sdl', url }
  if (!isNoSchemaHere(text)) return text
  const introspected = await introspect(asker, graphqlUrl)
  if (!isRefusal(introspected)) return { ...introspected, served: 'introspection', url }
  if (!isNoSchemaHere(introspected)) return introspected
  return {
    ...introspected,
    finding: `gave no schema: asked for its text it ${text.finding}, introspection ${introspected.finding}`,
  }
}

async function introspect(
  asker: Asker,
  url: URL,
): Promise<Pick<SchemaAnswer, 'document'> | Refusal> {
  let answer: Pick<SchemaAnswer, 'document'> | Refusal | undefined
  for (const options of introspections) {
    const json = { query: getIntrospectionQuery(options), operationName: 'IntrospectionQuery' }
    answer = await askForSchema(asker, { url, accept: graphqlJson, json })
    if (!isRefusal(answer) || answer.reason !== 'not_a_schema') break
  }
  return answer ?? { reason: 'not_a_schema', finding: 'was not asked' }
}

async function askForSchema(
  asker: Asker,
  question: Question,
): Promise<Pick<SchemaAnswer, 'document'> | Refusal> {
  const answer = await ask(asker, question)
  if (isRefusal(answer)) return answer
  const { text, status } = answer
  const schema = readSchema(text)
  if ('document' in schema) {
    // A schema under an error status is no schema of today.
    if (status === 200) return schema
    return { reason: 'not_found', status, finding: `answered ${status}` }
  }
  const finding = `answered${status === 200 ? '' : ` ${status}`} with ${schema.finding}`
  return { reason: schema.reason, status, finding }
}

function isNoSchemaHere({ reason }: Refusal): boolean {
  return reason === 'not_found' || reason === 'not_a_schema'
}

function withSdl(graphqlUrl: URL): URL {
  const url = new URL(graphqlUrl)
  url.search = url.search ? `${url.search}&sdl` : '?sdl'
  return url
}
