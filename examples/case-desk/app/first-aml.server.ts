// The client with the secret. The name of this file keeps it out of the browser: React Router fails
// the build when a module for the browser imports it.
import { type AnyVariables, createRequest, type TypedDocumentNode } from '@urql/core'
import { isFirstAmlError } from 'firstaml-client'
import { clientFromEnv } from 'firstaml-client/node'
import {
  CaseSummaryDocument,
  CreateLiteCaseDocument,
  MeDocument,
  NextPageOfCasesDocument,
  requiredScopes,
  SearchCasesDocument,
} from 'firstaml-client/operations'

const client = clientFromEnv({ userAgent: 'example-case-desk/1.0', requiredScopes })

/**
 * What a browser may have asked for, and nothing else: of what it sends, the name of the operation
 * and the variables are read, never the text.
 */
const allowed = {
  CaseSummary: CaseSummaryDocument,
  CreateLiteCase: CreateLiteCaseDocument,
  Me: MeDocument,
  NextPageOfCases: NextPageOfCasesDocument,
  SearchCases: SearchCasesDocument,
}

export type OperationName = keyof typeof allowed

export function isAllowed(name: unknown): name is OperationName {
  return typeof name === 'string' && Object.hasOwn(allowed, name)
}

interface Failure {
  readonly message: string
  readonly extensions: { readonly code: string }
}

/** An answer as GraphQL has it. */
type Answer = { readonly data: unknown } | { readonly errors: Failure[] }

/** Answers as urql's `ssrExchange` restores them, by the keys of their requests. */
export type Prefetched = Record<
  string,
  { readonly data: string } | { readonly error: { readonly graphQLErrors: Failure[] } }
>

export async function ask(
  name: OperationName,
  variables: Record<string, unknown>,
): Promise<Answer> {
  try {
    return { data: await client.request<unknown, AnyVariables>(allowed[name], variables) }
  } catch (error) {
    const code = isFirstAmlError(error) ? error.code : 'unknown'
    // The log gets the reason; the browser gets the code, which says nothing of this server.
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : code}\n`)
    return { errors: [{ message: code, extensions: { code } }] }
  }
}

/** Asks before the page is rendered, and gives what urql's hooks will look for. */
export async function prefetch<Data, Variables extends AnyVariables>(
  name: OperationName,
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Prefetched> {
  const answer = await ask(name, variables ?? {})
  const result =
    'data' in answer
      ? { data: JSON.stringify(answer.data) }
      : { error: { graphQLErrors: answer.errors } }
  return { [createRequest(document, variables).key]: result }
}

export const dispose = client.dispose
