import { describe, it } from 'vitest'
import type { UploadOptions } from '../../src/index.js'

const passport = {
  caseId: '11',
  individualId: '22',
  documentType: 'PASSPORT',
  documentTitle: 'Passport',
  countryCode: 'NZ',
  file: new Blob([]),
} satisfies UploadOptions

describe('the options of an upload', () => {
  it('fit together by type', () => {
    const { individualId: _, ...ownerless } = passport
    const accept = (_options: UploadOptions) => {}
    // @ts-expect-error a document belongs to somebody
    accept(ownerless)
    // @ts-expect-error or to something, not to both
    accept({ ...passport, entityId: 1 })
    // @ts-expect-error a passport is no document of an entity
    accept({ caseId: 1, entityId: 1, documentType: 'PASSPORT', documentTitle: '', countryCode: '' })
    const file = new Blob([])
    // @ts-expect-error a new document has a title
    accept({ caseId: 1, entityId: 1, documentType: 'BANK_STATEMENT', countryCode: 'NZ', file })
    accept({ caseId: 1, entityId: 1, existing: { documentId: '3' }, file })
  })
})
