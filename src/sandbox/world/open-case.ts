import { fullNameOf } from './individuals.js'
import { startChecks } from './progress.js'
import type { CaseProfile, CaseRecord, IndividualRecord } from './records.js'
import type { World } from './world.js'

/** A case that passed every rule and is not in the world yet. */
export interface NewCase
  extends Pick<
    CaseRecord,
    'caseType' | 'organizationId' | 'officeKey' | 'reference' | 'individuals' | 'entities'
  > {
  /** Handed over at once, or kept as a draft. */
  readonly isSubmitted: boolean
  readonly profile: CaseProfile
  readonly notes: string | null
  /** Facts that no input can give; only seeded cases have them from the start. */
  readonly facts?: Partial<
    Pick<CaseRecord, 'entityRelationships' | 'individualRelationships' | 'documents' | 'risk'>
  >
}

/** Puts a case into the world; its entities are the roots of its structure. */
export function openCase(world: World, newCase: NewCase): CaseRecord {
  const { isSubmitted, profile, facts, ...rest } = newCase
  const now = world.now()
  const item: CaseRecord = {
    ...rest,
    caseId: String(world.nextId('case')),
    createdAt: now,
    receivedAt: now,
    updatedAt: now,
    caseStatus: isSubmitted ? 'IN_PROGRESS' : 'DRAFT',
    reviewDueAt: null,
    profile,
    name: profile.name ?? nameFromPeople(newCase),
    entityRelationships:
      facts?.entityRelationships ??
      newCase.entities.map(({ entityId }) => ({ kind: 'Root', entityId })),
    individualRelationships: facts?.individualRelationships ?? [],
    documents: facts?.documents ?? [],
    pdfs: [],
    risk: facts?.risk ?? null,
  }
  world.addCase(item)
  world.emit(item, { type: 'CaseCreated' })
  if (isSubmitted) startChecks(world, item)
  return item
}

/** The names of the people; of a case without any, those of the entities. */
function nameFromPeople({ individuals, entities }: NewCase): string | null {
  const people = individuals.map(({ preferredName }: IndividualRecord) => fullNameOf(preferredName))
  const names = people.length > 0 ? people : entities.map(({ legalName }) => legalName)
  return names.length > 0 ? names.join(', ') : null
}
