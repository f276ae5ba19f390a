// Puts resolvers on a schema: the world answers what it knows, example data the rest. The schema
// may be newer than the world, so nothing of it is taken for granted: where what the world says
// does not fit the type that is asked for, example data steps in.
import {
  GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql'
import type { ApiClient } from '../world/api-clients.js'
import { isRejected, type Rejection } from '../world/problems.js'
import { checkScopes, requiredScopes } from './authorization.js'
import { createExampleData, type ExampleData, isSerializable } from './example-data.js'
import { rejectionView } from './problem-view.js'
import type { RootField } from './root-fields.js'
import type { View } from './view.js'

/** What a sandbox answers with. */
export interface SandboxAnswers {
  readonly rootFields: Readonly<Record<string, RootField>>
  /** Brings the world up to date before it is asked. */
  readonly settle: () => void
  /** Where made-up URLs point to, without a trailing slash; known once the server listens. */
  readonly baseUrl: () => string
}

/** What every resolver gets to know about the request, and about the sandbox that got it. */
export interface ResolverContext extends SandboxAnswers {
  readonly client: ApiClient
}

/** Gives each field of the schema a resolver. */
export function attachResolvers(schema: GraphQLSchema): void {
  const examples = createExampleData(schema)
  const roots: readonly unknown[] = [schema.getQueryType(), schema.getMutationType()]
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      if (roots.includes(type)) attachRoot(schema, field, examples)
      else attachMember(field, examples)
    }
  }
}

type AnyField = GraphQLField<unknown, ResolverContext>

function attachRoot(schema: GraphQLSchema, field: AnyField, examples: ExampleData): void {
  const scopes = requiredScopes(field)
  const isKnownMember = memberCheck(schema, field.type)
  field.resolve = (_, args: View, { client, rootFields, settle, baseUrl }) => {
    checkScopes(client, scopes)
    const answer = rootFields[field.name]
    if (answer !== undefined) {
      settle()
      const outcome = answer(client, args)
      const shown = isRejected(outcome) ? rejectionView(outcome) : outcome
      if (isKnownMember(shown)) return shown
      if (isRejected(outcome)) return refuse(field.type, outcome)
    }
    return examples.answerRoot(field, args, baseUrl())
  }
}

function attachMember(field: AnyField, examples: ExampleData): void {
  const { name, type } = field
  field.resolve = (source, args: View, { baseUrl }) => {
    const known = isView(source) ? source[name] : undefined
    const value: unknown = typeof known === 'function' ? known(args) : known
    return value !== undefined && isShowable(type, value)
      ? value
      : examples.answerMember(field, source, baseUrl())
  }
}

/** Where the type has no place for problems: nothing if it may be nothing, or else an error. */
function refuse(type: GraphQLOutputType, { problems }: Rejection): null {
  if (!isNonNullType(type)) return null
  const code = problems.some(({ kind }) => kind === 'Unresolvable')
    ? 'UNRESOLVABLE'
    : 'INVALID_INPUT'
  const message = problems.map((problem) => problem.message).join(' ')
  throw new GraphQLError(message, { extensions: { code } })
}

/** Tells whether an object of the world is among the types that a field can give. */
function memberCheck(schema: GraphQLSchema, type: GraphQLOutputType): (view: View) => boolean {
  const nullable = getNullableType(type)
  if (!isAbstractType(nullable)) return ({ __typename }) => __typename !== 'ValidationErrors'
  const names = new Set(schema.getPossibleTypes(nullable).map(({ name }) => name))
  return ({ __typename }) => typeof __typename === 'string' && names.has(__typename)
}

function isShowable(type: GraphQLOutputType, value: unknown): boolean {
  if (value === null) return !isNonNullType(type)
  const nullable = getNullableType(type)
  if (isListType(nullable)) return Array.isArray(value)
  return isLeafType(nullable) ? isSerializable(nullable, value) : typeof value === 'object'
}

function isView(source: unknown): source is View {
  return typeof source === 'object' && source !== null
}
