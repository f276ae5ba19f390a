/** One case with its people, entities, checks, exceptions and documents, in one piece. */
import { type FirstAmlClient, isFirstAmlError, type Success, unwrap } from 'firstaml-client'
import {
  CaseDetailsDocument,
  type CaseDetailsQuery,
  CaseDocumentsDocument,
  type CaseDocumentsQuery,
  CaseEntitiesDocument,
  type CaseEntitiesQuery,
  CaseExceptionsDocument,
  type CaseExceptionsQuery,
  CaseIndividualsDocument,
  type CaseIndividualsQuery,
} from 'firstaml-client/operations'
import { CommandFailure } from '../failures.js'

type Exceptions = Success<CaseExceptionsQuery['caseDetails']>
type Documents = Success<CaseDocumentsQuery['caseDetails']>
type Person = Success<CaseIndividualsQuery['caseDetails']>['individuals'][number]
type Entity = Success<CaseEntitiesQuery['caseDetails']>['entities'][number]

interface PersonReport extends Person {
  readonly exception: Exceptions['individuals'][number]['exception']
  readonly documents: Documents['individuals'][number]['documents']
}

interface EntityReport extends Entity {
  readonly exception: Exceptions['entities'][number]['exception']
  readonly documents: Documents['entities'][number]['documents']
}

export interface CaseReport extends Omit<Success<CaseDetailsQuery['caseDetails']>, '__typename'> {
  readonly individuals: readonly PersonReport[]
  readonly entities: readonly EntityReport[]
  readonly documents: Documents['documents']
}

/**
 * Reads a case. The five parts come by operations of their own, each asking for what it needs, so
 * between them the case may change; what joins them are ids.
 *
 * @throws CommandFailure when there is no such case.
 */
export async function readCase(
  client: Pick<FirstAmlClient, 'request'>,
  caseId: string,
  signal: AbortSignal,
): Promise<CaseReport> {
  const variables = { caseId }
  const rest = [variables, { signal }] as const
  return findingCase(caseId, async () => {
    const [details, people, entities, exceptions, documents] = await Promise.all([
      client.request(CaseDetailsDocument, ...rest).then(({ caseDetails }) => unwrap(caseDetails)),
      client
        .request(CaseIndividualsDocument, ...rest)
        .then(({ caseDetails }) => unwrap(caseDetails)),
      client.request(CaseEntitiesDocument, ...rest).then(({ caseDetails }) => unwrap(caseDetails)),
      client
        .request(CaseExceptionsDocument, ...rest)
        .then(({ caseDetails }) => unwrap(caseDetails)),
      client.request(CaseDocumentsDocument, ...rest).then(({ caseDetails }) => unwrap(caseDetails)),
    ])
    const { __typename: _, ...facts } = details
    return {
      ...facts,
      individuals: people.individuals.map((person) => {
        const isSame = (other: { readonly individualId: string }) =>
          other.individualId === person.individualId
        return {
          ...person,
          exception: exceptions.individuals.find(isSame)?.exception ?? null,
          documents: documents.individuals.find(isSame)?.documents ?? [],
        }
      }),
      entities: entities.entities.map((entity) => {
        const isSame = (other: { readonly entityId: string }) => other.entityId === entity.entityId
        return {
          ...entity,
          exception: exceptions.entities.find(isSame)?.exception ?? null,
          documents: documents.entities.find(isSame)?.documents ?? [],
        }
      }),
      documents: documents.documents,
    }
  })
}

/** Says in words what the API says with a validation error: that there is no such case. */
export async function findingCase<Value>(
  caseId: string,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    if (!isFirstAmlError(error) || error.code !== 'validation_failed') throw error
    if (!error.errors.some(({ kind }) => kind === 'unresolvable')) throw error
    throw new CommandFailure(
      `There is no case ${JSON.stringify(caseId)} within reach of these credentials. Check the id, and that FIRSTAML_BASE_URL is its environment; firstaml cases list shows what there is.`,
      { cause: error },
    )
  }
}
