import type { RiskRecord } from './records.js'
import type { SeedCase } from './seed-case.js'
import { seedDocument, seedEntity, seedException, seedPerson } from './seed-parts.js'
import type { World } from './world.js'

/** The case that has everything: people, entities, structure, documents, exceptions, risk, PDFs. */
export function richCase(world: World): SeedCase {
  const aroha = seedPerson(world, 0, {
    documents: [seedDocument(world, 'PASSPORT', 'Passport', ['.pdf', '.png'])],
    notes: 'Prefers e-mail.',
  })
  const ben = seedPerson(world, 1, {
    isCaseContact: false,
    exception: seedException(world, 'TEMPORARY'),
  })
  const cleo = seedPerson(world, 2, { isCaseContact: false })
  const company = seedEntity(world, 'Harbour Example Holdings Limited', {
    documents: [seedDocument(world, 'COMPANY_EXTRACT', 'Company extract', ['.pdf'])],
  })
  const trust = seedEntity(world, 'Harbour Example Family Trust', {
    entityType: 'DISCRETIONARY_TRUST',
    identifier: null,
    exception: seedException(world, 'PERMANENT'),
  })
  const { entityId } = company
  return {
    status: 'READY_FOR_REVIEW',
    reference: 'CRM-1001',
    notes: 'Came by recommendation.',
    individuals: [aroha, ben, cleo],
    entities: [company, trust],
    pdfs: 2,
    facts: {
      entityRelationships: [
        { kind: 'Root', entityId },
        {
          kind: 'Shareholding',
          entityId: trust.entityId,
          parentEntityId: entityId,
          percentShareholding: 60,
        },
        { kind: 'Controlling', entityId: trust.entityId, parentEntityId: entityId },
      ],
      individualRelationships: [
        { individualId: aroha.individualId, entityId, percentShareholding: 40 },
        { individualId: ben.individualId, entityId, role: 'DIRECTOR' },
        { individualId: cleo.individualId, entityId: trust.entityId, role: 'TRUSTEE' },
      ],
      documents: [seedDocument(world, 'OTHER', 'Engagement letter', ['.pdf'])],
      risk: riskOf(world),
    },
  }
}

function riskOf(world: World): RiskRecord {
  return {
    completedAt: world.now(),
    totalScore: 5,
    comment: 'Nothing out of the ordinary.',
    answers: [
      {
        kind: 'YesNo',
        question: 'Is the client a politically exposed person?',
        comment: null,
        answer: 'NO',
        score: 0,
      },
      {
        kind: 'Options',
        question: 'Where do the funds come from?',
        comment: 'As declared.',
        selectedOptions: ['Salary', 'Sale of property'],
        score: 5,
      },
      { kind: 'Text', question: 'What is the matter about?', comment: null, text: 'A purchase.' },
    ],
  }
}
