// The six ways a case comes into being.
import type { ApiClient } from './api-clients.js'
import { readHome, readIsSubmitted, readProfile } from './case-profile.js'
import { readCase } from './cases.js'
import { admitEntities, type NewEntity, readEntity, readExistingEntity } from './entities.js'
import { readIndividuals, readLiteIndividual } from './individual-input.js'
import { admitIndividuals } from './individuals.js'
import { checkMinLength, type Input, noteOther } from './input.js'
import { openCase } from './open-case.js'
import { type Outcome, other, reject } from './problems.js'
import { newChecks } from './progress.js'
import type { CaseRecord, EntityRecord } from './records.js'
import type { World } from './world.js'

/** Makes a case out of an input, or says why not. */
export type CaseCreator = (world: World, client: ApiClient, input: Input) => Outcome<CaseRecord>

/** About people, with no entity. */
export const createForIndividuals: CaseCreator = (world, client, input) => {
  checkMinLength(input, 'individuals', input.nodes('individuals').length)
  return createStandard(world, client, input, () => ({}))
}

/** About entities that are new, and the people around them. */
export const createForEntities: CaseCreator = (world, client, input) => {
  const entities = input.nodes('entities')
  checkMinLength(input, 'entities', entities.length)
  return createStandard(world, client, input, () => ({ fresh: entities.map(readEntity) }))
}

/** About an entity of an earlier case. */
export const createForExistingEntity: CaseCreator = (world, client, input) =>
  createStandard(world, client, input, (organizationId) => ({
    known: readExistingEntity(world, input, organizationId),
  }))

/** With people and at most one root entity, new or known. */
export const createGeneral: CaseCreator = (world, client, input) => {
  const root = input.node('rootEntity')
  const existing = input.node('existingRootEntity')
  if (root !== undefined && existing !== undefined) {
    noteOther(input, 'existingRootEntity', 'Give rootEntity or existingRootEntity, not both.')
  }
  return createStandard(world, client, input, (organizationId) => ({
    fresh: root === undefined ? [] : [readEntity(root)],
    known: existing && readExistingEntity(world, existing, organizationId),
  }))
}

/** With exactly one person, who is contact and has to be verified. */
export const createLite: CaseCreator = (world, client, input) => {
  const { organization, officeKey } = readHome(input, client)
  const profile = readProfile(input, organization)
  const people = readLiteIndividual(input, profile.verificationTypeId)
  const isSubmitted = readIsSubmitted(input, people)
  const reference = input.text('reference') ?? null
  if (organization === undefined || input.problems.length > 0) return input
  return openCase(world, {
    organizationId: organization.organizationId,
    officeKey,
    caseType: 'LITE',
    isSubmitted,
    profile,
    reference,
    notes: null,
    individuals: admitIndividuals(world, people),
    entities: [],
  })
}

/** A standard case with what a lite one knows; the lite one stays as it is. */
export const escalateLite: CaseCreator = (world, client, input) => {
  const lite = readCase(world, client, input)
  if ('problems' in lite) return lite
  const complaint =
    lite.caseType !== 'LITE'
      ? 'The case is no lite case.'
      : !['READY_FOR_REVIEW', 'ABANDONED'].includes(lite.caseStatus)
        ? `The case is ${lite.caseStatus}; it must be READY_FOR_REVIEW or ABANDONED.`
        : undefined
  if (complaint !== undefined) return reject(other(input.at('caseId'), complaint))
  const people = lite.individuals.map((person) => ({
    ...person,
    checks: newChecks(true),
    exception: null,
    documents: [],
  }))
  const isSubmitted = readIsSubmitted(input, people)
  if (input.problems.length > 0) return input
  return openCase(world, {
    organizationId: lite.organizationId,
    officeKey: lite.officeKey,
    caseType: 'STANDARD',
    isSubmitted,
    profile: { ...lite.profile, name: lite.name },
    reference: lite.reference,
    notes: lite.notes,
    individuals: admitIndividuals(world, people),
    entities: [],
  })
}

/** Entities that are new, and one that is known. */
interface EntityChoice {
  readonly fresh?: readonly NewEntity[]
  readonly known?: EntityRecord | undefined
}

function createStandard(
  world: World,
  client: ApiClient,
  input: Input,
  chooseEntities: (organizationId: string) => EntityChoice,
): Outcome<CaseRecord> {
  const { organization, officeKey } = readHome(input, client)
  const profile = readProfile(input, organization)
  const { fresh = [], known } = chooseEntities(organization?.organizationId ?? '')
  const people = readIndividuals(input, profile.verificationTypeId)
  const isSubmitted = readIsSubmitted(input, people)
  const reference = input.text('reference') ?? null
  const notes = input.text('notes', 10_000) ?? null
  if (organization === undefined || input.problems.length > 0) return input
  return openCase(world, {
    organizationId: organization.organizationId,
    officeKey,
    caseType: 'STANDARD',
    isSubmitted,
    profile,
    reference,
    notes,
    individuals: admitIndividuals(world, people),
    entities: [...admitEntities(world, fresh), ...(known === undefined ? [] : [known])],
  })
}
