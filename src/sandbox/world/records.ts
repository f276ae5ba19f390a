// What the world keeps. Members without `readonly` change during a case's life; instants are
// milliseconds since the epoch, and values of enums that decide nothing here are plain text.

/** Where a case is in its life. */
export type CaseStatus =
  | 'ABANDONED'
  | 'COMPLETED'
  | 'DELETED'
  | 'DORMANT'
  | 'DRAFT'
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  | 'READY_FOR_REVIEW'

/** How the checks of a person or an entity can end. */
export type VerificationOutcome = 'PASS' | 'FAIL' | 'CONSIDER'

/** The checks of one person or entity. */
export interface Checks {
  /** Whether they have to be done at all. */
  isNeeded: boolean
  /** When they were started; `null` before. */
  startedAt: number | null
  /** How and when they ended; `null` before. */
  result: { readonly outcome: VerificationOutcome; readonly endedAt: number } | null
}

export interface Address {
  readonly address1: string | null
  readonly address2: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postCode: string | null
  readonly countryCode: string | null
}

export interface PersonName {
  readonly firstName: string | null
  readonly middleName: string | null
  readonly lastName: string | null
}

export interface ExceptionRecord {
  readonly exceptionType: string
  reason: string
  isResolved: boolean
  resolvedByName: string | null
  readonly addedByName: string
  readonly createdAt: number
  updatedAt: number
}

export interface FileRecord {
  readonly fileId: string
  readonly title: string
  /** With the dot. */
  readonly extension: string
  readonly mediaType: string
  /** Gives the bytes; `null` until they were uploaded. */
  contents: (() => Uint8Array<ArrayBuffer>) | null
}

export interface DocumentRecord {
  readonly documentId: string
  readonly type: string
  readonly title: string
  readonly countryCode: string | null
  readonly fields: readonly { readonly name: string; readonly value: string }[]
  readonly files: FileRecord[]
}

export interface IndividualRecord {
  readonly individualId: string
  preferredName: PersonName
  legalName: PersonName
  dateOfBirth: string | null
  emailAddress: string | null
  phoneNumber: string | null
  citizenship: string | null
  address: Address
  notes: string | null
  isCaseContact: boolean
  readonly verificationTypeId: number
  readonly checks: Checks
  exception: ExceptionRecord | null
  readonly documents: DocumentRecord[]
}

export interface EntityRecord {
  readonly entityId: string
  readonly legalName: string
  readonly entityType: string
  readonly identifier: string | null
  readonly registeredCountry: string | null
  readonly registrationAuthorityCode: string | null
  readonly address: Address
  readonly notes: string | null
  readonly checks: Checks
  exception: ExceptionRecord | null
  readonly documents: DocumentRecord[]
}

/** An edge of the structure, or the mark of a root. */
export type EntityRelationship =
  | { readonly kind: 'Root'; readonly entityId: string }
  | { readonly kind: 'Controlling'; readonly entityId: string; readonly parentEntityId: string }
  | {
      readonly kind: 'Shareholding'
      readonly entityId: string
      readonly parentEntityId: string
      readonly percentShareholding: number
    }

/** An edge from a person to an entity: a role or a share. */
export type IndividualRelationship =
  | { readonly individualId: string; readonly entityId: string; readonly role: string }
  | {
      readonly individualId: string
      readonly entityId: string
      readonly percentShareholding: number
    }

export interface PdfRecord {
  readonly pdfId: number
  status: 'COMPLETED' | 'FAILED' | 'PROCESSING' | 'SUPERSEDED'
  /** Gives the bytes; `null` until it is complete. */
  contents: (() => Uint8Array<ArrayBuffer>) | null
}

/** An answer of a risk questionnaire. */
export type RiskAnswer = {
  readonly question: string
  readonly comment: string | null
} & (
  | {
      readonly kind: 'YesNo'
      readonly answer: 'NO' | 'NOT_APPLICABLE' | 'YES'
      readonly score: number
    }
  | {
      readonly kind: 'Options'
      readonly selectedOptions: readonly string[]
      readonly score: number
    }
  | { readonly kind: 'Text'; readonly text: string }
)

export interface RiskRecord {
  readonly completedAt: number
  readonly totalScore: number
  readonly comment: string | null
  readonly answers: readonly RiskAnswer[]
}

export interface Contact {
  readonly fullName: string
  readonly emailAddress: string
}

/** What a case says about itself besides whom it is about. */
export interface CaseProfile {
  readonly name: string | null
  readonly cddLevel: string | null
  readonly riskAssessment: string | null
  readonly capturedActivity: string | null
  readonly nature: string | null
  readonly purpose: string | null
  readonly transactionValue: number | null
  readonly lead: Contact | null
  readonly requestor: Contact | null
  readonly assignedUserIds: readonly string[]
  readonly verificationTypeId: number
}

export interface CaseRecord {
  readonly caseId: string
  readonly caseType: 'LITE' | 'STANDARD'
  readonly organizationId: string
  readonly officeKey: string | null
  readonly createdAt: number
  receivedAt: number
  updatedAt: number
  caseStatus: CaseStatus
  /** When it gets ready for review; `null` while that depends on something else. */
  reviewDueAt: number | null
  readonly profile: CaseProfile
  name: string | null
  reference: string | null
  notes: string | null
  readonly individuals: IndividualRecord[]
  readonly entities: EntityRecord[]
  readonly entityRelationships: readonly EntityRelationship[]
  readonly individualRelationships: readonly IndividualRelationship[]
  readonly documents: readonly DocumentRecord[]
  readonly pdfs: PdfRecord[]
  readonly risk: RiskRecord | null
}

export interface SubscriptionRecord {
  readonly id: string
  readonly endpoint: string
  readonly eventTypes: readonly string[]
  readonly failureEmail: string
  /** `officeKeys` is `null` when the whole organization is covered. */
  readonly targets: readonly {
    readonly organizationId: string
    readonly officeKeys: readonly string[] | null
  }[]
}
