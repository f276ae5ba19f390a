// A case as the schema shows it. Members that are functions are worked out when a query asks.
import { organizations, verificationTypes } from '../world/organizations.js'
import type {
  CaseRecord,
  EntityRelationship,
  IndividualRelationship,
  PdfRecord,
  RiskAnswer,
} from '../world/records.js'
import type { CasePage } from '../world/search.js'
import type { World } from '../world/world.js'
import { documentView } from './document-view.js'
import { entityView } from './entity-view.js'
import { individualView } from './individual-view.js'
import { officeView, organizationView } from './organization-view.js'
import { instant, type View } from './view.js'

/** `CaseInformation`. */
export function caseView(world: World, item: CaseRecord): View {
  const { profile } = item
  const organization = organizations.find(
    ({ organizationId }) => organizationId === item.organizationId,
  )
  const office = organization?.offices.find(({ key }) => key === item.officeKey)
  return {
    __typename: 'CaseInformation',
    caseId: item.caseId,
    caseStatus: item.caseStatus,
    caseType: item.caseType,
    name: item.name,
    reference: item.reference,
    notes: item.notes,
    createdOn: instant(item.createdAt),
    timeReceived: instant(item.receivedAt),
    lastUpdatedOn: instant(item.updatedAt),
    amlProfile: profile,
    caseDetails: { caseLead: profile.lead, caseRequestor: profile.requestor },
    assignedUsers: organization?.users.filter(({ id }) => profile.assignedUserIds.includes(id)),
    individualVerificationType: verificationTypes.find(
      ({ verificationTypeId }) => verificationTypeId === profile.verificationTypeId,
    ),
    office: office && organization ? officeView(world, organization, office) : null,
    organization: organization && organizationView(world, organization),
    urls: { view: world.links.caseView(item.caseId) },
    individuals: () => item.individuals.map((person) => individualView(world, item, person)),
    entities: () => item.entities.map((entity) => entityView(world, item, entity)),
    entityStructure: () => ({
      entityRelationships: item.entityRelationships.map(entityRelationshipView),
      individualEntityRelationships: item.individualRelationships.map(individualRelationshipView),
    }),
    documents: () =>
      item.documents.map((document) => documentView(world, 'CaseDocumentInformation', document)),
    pdfs: () => item.pdfs.map((pdf) => pdfView(world, pdf)),
    riskAssessmentSubmission: item.risk && {
      completedOn: instant(item.risk.completedAt),
      totalScore: item.risk.totalScore,
      comment: item.risk.comment,
      answers: item.risk.answers.map(riskAnswerView),
    },
  }
}

/** `PageOfCasesMatchingSearch`. */
export function casePageView(world: World, page: CasePage): View {
  return {
    __typename: 'PageOfCasesMatchingSearch',
    ...page,
    cases: () => page.cases.map((item) => caseView(world, item)),
  }
}

/** `GeneratedPdfInformation`. */
export function pdfView(world: World, { pdfId, status, contents }: PdfRecord): View {
  const url = contents === null ? null : world.links.pdf(pdfId)
  return { __typename: 'GeneratedPdfInformation', id: pdfId, status, type: 'CASE_SUMMARY', url }
}

function entityRelationshipView(edge: EntityRelationship): View {
  const beneficiallyHeld = edge.kind === 'Shareholding' ? { beneficiallyHeld: true } : {}
  return { __typename: `${edge.kind}EntityRelationship`, ...edge, ...beneficiallyHeld }
}

function individualRelationshipView(edge: IndividualRelationship): View {
  return 'role' in edge
    ? {
        __typename: 'ControllingIndividualEntityRelationship',
        ...edge,
        controllingRelationshipType: edge.role,
      }
    : { __typename: 'ShareholdingIndividualEntityRelationship', ...edge }
}

function riskAnswerView(answer: RiskAnswer): View {
  return { __typename: `${answer.kind}RiskSubmissionAnswer`, notApplicable: false, ...answer }
}
