import type { CaseRecord, EntityRecord } from '../world/records.js'
import type { World } from '../world/world.js'
import { checkStatus, screeningResult, screeningStatus } from './check-values.js'
import { documentView } from './document-view.js'
import { exceptionView } from './exception-view.js'
import { addressView } from './individual-view.js'
import { country, instant, type View } from './view.js'

/** `CaseEntity`. */
export function entityView(world: World, item: CaseRecord, entity: EntityRecord): View {
  const { result } = entity.checks
  const screening = screeningStatus(entity)
  return {
    __typename: 'CaseEntity',
    entityId: entity.entityId,
    entityType: entity.entityType,
    legalName: entity.legalName,
    identifier: entity.identifier,
    registeredCountry: country(entity.registeredCountry),
    registrationAuthorityCode: entity.registrationAuthorityCode,
    address: addressView(entity.address),
    notes: entity.notes,
    sourceOfWealthNotes: null,
    exception: exceptionView(entity.exception),
    documents: () =>
      entity.documents.map((document) =>
        documentView(world, 'EntityDocumentInformation', document),
      ),
    latestVerificationReport: result && {
      generatedOn: instant(result.endedAt),
      sanctions: screeningResult(result.outcome),
    },
    verificationCheckStatus: {
      overall: checkStatus(entity),
      sanctions: screening,
      adverseMedia: screening,
    },
    urls: { view: world.links.entityView(item.caseId, entity.entityId) },
  }
}
