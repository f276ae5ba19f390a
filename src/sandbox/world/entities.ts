// The entities of a case.
import { readAddress } from './addresses.js'
import type { Input } from './input.js'
import { type Outcome, reject, unresolvable } from './problems.js'
import { newChecks } from './progress.js'
import type { CaseRecord, EntityRecord } from './records.js'
import { readCountry } from './text-rules.js'
import type { World } from './world.js'

/** An entity as the input describes it, which has no id yet. */
export type NewEntity = Omit<EntityRecord, 'entityId'>

/** Reads an entity that is new. */
export function readEntity(input: Input): NewEntity {
  return {
    legalName: input.requiredText('tradingName'),
    entityType: input.requiredText('type'),
    identifier: input.text('identifier') ?? null,
    registeredCountry: readCountry(input, 'registeredCountry') ?? null,
    registrationAuthorityCode: input.text('registrationAuthorityCode') ?? null,
    address: readAddress(input, 'address'),
    notes: input.text('notes', 10_000) ?? null,
    checks: newChecks(true),
    exception: null,
    documents: [],
  }
}

/**
 * Finds an entity of an earlier case of the same organization, to be put into a new case: the same
 * id and the same facts, with checks, documents and exceptions of its own.
 */
export function readExistingEntity(
  world: World,
  input: Input,
  organizationId: string,
): EntityRecord | undefined {
  const wanted = input.requiredText('entityId')
  if (wanted === '') return undefined
  const found = world.entities.get(wanted)
  if (found === undefined || found.organizationId !== organizationId) {
    input.problems.push(unresolvable(input.at('entityId')))
    return undefined
  }
  return { ...found.entity, checks: newChecks(true), exception: null, documents: [] }
}

/** Gives entities their ids. */
export function admitEntities(world: World, entities: readonly NewEntity[]): EntityRecord[] {
  return entities.map((entity) => ({ ...entity, entityId: String(world.nextId('entity')) }))
}

/** The entity of a case that an input names under `entityId`, or the refusal. */
export function findEntity(item: CaseRecord, input: Input): Outcome<EntityRecord> {
  const wanted = input.id('entityId')
  const entity = item.entities.find(({ entityId }) => entityId === wanted)
  return entity ?? reject(unresolvable(input.at('entityId')))
}
