// Generated from the First AML schema by graphql-codegen, do not edit.
import type { DateString, DateTimeString, UrlString } from '../results/scalars.js';
/** A note for a case. */
export type AddCaseNoteInput = {
  readonly caseId: string;
  readonly note: string;
};

/**
 * Step 2 of an upload: the file to add to a document of an entity. Unlike the input for individuals it
 * has no title.
 */
export type AddEntityDocumentFileInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * `EntityDocumentInformation.documentId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly documentId: number;
  /** `CaseEntity.entityId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly entityId: number;
  /** Unconfirmed: with the leading dot (`.pdf`), as `DocumentInformation.fileExtension` returns it. */
  readonly fileExtension: string;
};

/** Step 1 of an upload: the document to create for an entity. */
export type AddEntityDocumentInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * Country that the document comes from. Unconfirmed: an ISO 3166-1 alpha-2 code, as in
   * `AddressInput.countryCode`.
   */
  readonly countryCode: string;
  readonly documentTitle: string;
  readonly documentType: EntityDocumentType;
  /** `CaseEntity.entityId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly entityId: number;
  /** Further details that belong to this type of document; an empty list for none. */
  readonly fields: ReadonlyArray<DocumentMetaDataFieldInputModelInput>;
};

/** An exception to record for an entity of a case. */
export type AddExceptionForCaseEntityInput = {
  readonly caseId: string;
  /** `CaseEntity.entityId`. */
  readonly entityId: string;
  /** No update changes it: to do so, delete the exception and add another. */
  readonly exceptionType: ExceptionType;
  /** Why the checks may be left out. */
  readonly reason: string;
};

/** An exception to record for an individual of a case. */
export type AddExceptionForCaseIndividualInput = {
  readonly caseId: string;
  /** No update changes it: to do so, delete the exception and add another. */
  readonly exceptionType: ExceptionType;
  /** `CaseIndividual.individualId`. */
  readonly individualId: string;
  /** Why the checks may be left out. */
  readonly reason: string;
};

/** Step 2 of an upload: the file to add to a document of an individual. */
export type AddIndividualDocumentFileInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * `IndividualDocumentInformation.documentId` as a number: an `Int` here although the API returns it
   * as a `String`.
   */
  readonly documentId: number;
  /** Unconfirmed: with the leading dot (`.pdf`), as `IndividualDocumentFile.fileExtension` returns it. */
  readonly fileExtension: string;
  readonly fileTitle: string;
  /**
   * `CaseIndividual.individualId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly individualId: number;
};

/** Step 1 of an upload: the document to create for an individual. */
export type AddIndividualDocumentInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * Country that the document comes from. Unconfirmed: an ISO 3166-1 alpha-2 code, as in
   * `AddressInput.countryCode`.
   */
  readonly countryCode: string;
  readonly documentTitle: string;
  readonly documentType: IndividualDocumentType;
  /** Further details that belong to this type of document; an empty list for none. */
  readonly fields: ReadonlyArray<DocumentMetaDataFieldInputModelInput>;
  /**
   * `CaseIndividual.individualId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly individualId: number;
};

/** People to add to a case. */
export type AddIndividualsToCaseInput = {
  readonly caseId: string;
  readonly individuals: ReadonlyArray<IndividualDetailsInput>;
};

/** A postal address. Some verification checks need one. */
export type AddressInput = {
  readonly address1?: string | null | undefined;
  readonly address2?: string | null | undefined;
  readonly city?: string | null | undefined;
  /** ISO 3166-1 alpha-2 code, such as `NZ`. */
  readonly countryCode?: string | null | undefined;
  readonly postCode?: string | null | undefined;
  readonly region?: string | null | undefined;
};

/**
 * Outcome of comparing a person with their identity document. Only `CLEAR` is a clean pass and
 * `NOT_CHECKED` says nothing either way. Unconfirmed: the rest are doubts of different weight, to be
 * looked at by a person; read from the names.
 */
export type BiometricVerificationResult =
  | 'CAUTION'
  | 'CLEAR'
  | 'CONSIDER'
  | 'NOT_CHECKED'
  | 'REJECTED'
  | 'SUSPECTED'
  | '%future added value';

/** Kind of a document that belongs to a case as a whole. */
export type CaseDocumentType =
  | 'OTHER'
  | '%future added value';

/** What case searches can be sorted by. */
export type CaseSearchSortField =
  /** By `CaseInformation.lastUpdatedOn`. */
  | 'UPDATED_ON'
  | '%future added value';

/** Where a case is in its life. Treat values you do not know as possible. */
export type CaseStatus =
  /** Given up; a lite case can still be escalated from here. */
  | 'ABANDONED'
  /** Signed off; `reworkCase` opens it again. */
  | 'COMPLETED'
  | 'DELETED'
  | 'DORMANT'
  /** Not yet handed to First AML; `submitCase` does that. */
  | 'DRAFT'
  /** First AML is at work on it. */
  | 'IN_PROGRESS'
  | 'ON_HOLD'
  /** Waits for your own review; `completeCase` signs it off. */
  | 'READY_FOR_REVIEW'
  | '%future added value';

/** How much a case covers. */
export type CaseType =
  /** Exactly one individual; `escalateLiteCase` makes a standard case from it. */
  | 'LITE'
  /** Any number of individuals and entities. */
  | 'STANDARD'
  | '%future added value';

/** Depth of customer due diligence. */
export type CddLevel =
  | 'ENHANCED'
  | 'SIMPLIFIED'
  | 'STANDARD'
  | '%future added value';

/** A person at your own organization: the lead or the requestor of a case. */
export type ContactDetailsInput = {
  readonly emailAddress: string;
  readonly fullName: string;
};

/**
 * Role through which an individual has control over an entity. Treat values you do not know as
 * possible.
 */
export type ControllingRelationshipType =
  | 'ACCOUNTANT'
  | 'ACTING_ON_BEHALF_OF'
  | 'ADVISORY_TRUSTEE'
  | 'APPOINTOR'
  | 'BANK_ACCOUNT_HOLDER'
  | 'BENEFICIARY'
  | 'BOARD_MEMBER'
  | 'CHAIRPERSON'
  | 'CORPORATE_TRUSTEE'
  | 'DIRECTOR'
  | 'DISCRETIONARY_BENEFICIARY'
  | 'DISCRETIONARY_TRUSTEE'
  | 'EXECUTOR'
  | 'GENERAL_PARTNER'
  | 'GUARDIAN'
  | 'INTERMEDIARY'
  | 'INTERMEDIARY_AGENT'
  | 'INVESTMENT_MANAGER'
  | 'LAWYER'
  | 'LEGAL_EXECUTIVE'
  | 'LIMITED_PARTNER'
  | 'MANAGER'
  | 'MANAGING_DIRECTOR'
  | 'MEMBER'
  | 'NOMINATOR'
  | 'NOMINEE'
  | 'NON_DISCRETIONARY_BENEFICIARY'
  | 'OFFICER'
  | 'OTHER'
  | 'PRESIDENT'
  | 'PROTECTOR'
  | 'SECRETARY'
  | 'SETTLOR'
  | 'SIGNATORY'
  | 'TREASURER'
  | 'TRUSTEE'
  | 'UNIT_HOLDER'
  | '%future added value';

/** A standard case about new entities. */
export type CreateCaseForEntitiesInput = {
  /** `User.id` of each member of staff to assign; only users with `canBeAssignedToCases` qualify. */
  readonly assignedUsers?: ReadonlyArray<string> | null | undefined;
  /** The service to the customer that brings the matter under anti-money-laundering law. */
  readonly capturedActivity?: string | null | undefined;
  readonly cddLevel?: CddLevel | null | undefined;
  readonly entities: ReadonlyArray<EntityDetailsInput>;
  /**
   * How the case's individuals are to be verified. Unconfirmed: left out, the default of the office or
   * organization applies; read from `defaultIndividualVerificationType`.
   */
  readonly individualVerificationType?: VerificationTypeInput | null | undefined;
  readonly individuals: ReadonlyArray<IndividualDetailsInput>;
  /** With `SUBMIT_TO_FIRST_AML`, at least one of the individuals must have `isCaseContact: true`. */
  readonly initialState: InitialCaseState;
  /** Comes back as `CaseDetails.caseLead`. */
  readonly lead?: ContactDetailsInput | null | undefined;
  /** Left out, the case gets a name made from the names of its people. */
  readonly name?: string | null | undefined;
  /** Nature of the business relationship, as the customer due diligence has to record it. */
  readonly nature?: string | null | undefined;
  /** Notes on the case as a whole. */
  readonly notes?: string | null | undefined;
  /**
   * `Office.key` of one of the organization's offices. Required as soon as the organization has any,
   * otherwise leave it out.
   */
  readonly officeId?: string | null | undefined;
  /** `Organization.organizationId`, as `me` lists it. */
  readonly organizationId: string;
  /** Purpose of the business relationship, as the customer due diligence has to record it. */
  readonly purpose?: string | null | undefined;
  /** Your own id for the case, such as a CRM record number. Need not be unique. `null` means none. */
  readonly reference?: string | null | undefined;
  /** Comes back as `CaseDetails.caseRequestor`. */
  readonly requestor?: ContactDetailsInput | null | undefined;
  readonly riskAssessment?: RiskAssessment | null | undefined;
  /** Plain amount: the API carries no currency with it. */
  readonly transactionValue?: number | null | undefined;
};

/** A standard case about an entity that First AML already holds. */
export type CreateCaseForExistingEntityInput = {
  /** `User.id` of each member of staff to assign; only users with `canBeAssignedToCases` qualify. */
  readonly assignedUsers?: ReadonlyArray<string> | null | undefined;
  /** The service to the customer that brings the matter under anti-money-laundering law. */
  readonly capturedActivity?: string | null | undefined;
  readonly cddLevel?: CddLevel | null | undefined;
  /**
   * `CaseEntity.entityId` of the entity. Optional in the schema although the mutation makes little
   * sense without it.
   */
  readonly entityId?: string | null | undefined;
  /**
   * How the case's individuals are to be verified. Unconfirmed: left out, the default of the office or
   * organization applies; read from `defaultIndividualVerificationType`.
   */
  readonly individualVerificationType?: VerificationTypeInput | null | undefined;
  /**
   * Whether `SUBMIT_TO_FIRST_AML` can be used is not documented: it wants a case contact, and this
   * input has no individuals.
   */
  readonly initialState: InitialCaseState;
  /** Comes back as `CaseDetails.caseLead`. */
  readonly lead?: ContactDetailsInput | null | undefined;
  /** Left out, the case gets a name made from the names of its people. */
  readonly name?: string | null | undefined;
  /** Nature of the business relationship, as the customer due diligence has to record it. */
  readonly nature?: string | null | undefined;
  /** Notes on the case as a whole. */
  readonly notes?: string | null | undefined;
  /**
   * `Office.key` of one of the organization's offices. Required as soon as the organization has any,
   * otherwise leave it out.
   */
  readonly officeId?: string | null | undefined;
  /** `Organization.organizationId`, as `me` lists it. */
  readonly organizationId: string;
  /** Purpose of the business relationship, as the customer due diligence has to record it. */
  readonly purpose?: string | null | undefined;
  /** Your own id for the case, such as a CRM record number. Need not be unique. `null` means none. */
  readonly reference?: string | null | undefined;
  /** Comes back as `CaseDetails.caseRequestor`. */
  readonly requestor?: ContactDetailsInput | null | undefined;
  readonly riskAssessment?: RiskAssessment | null | undefined;
  /** Plain amount: the API carries no currency with it. */
  readonly transactionValue?: number | null | undefined;
};

/** A standard case about individuals only. */
export type CreateCaseForIndividualsInput = {
  /** `User.id` of each member of staff to assign; only users with `canBeAssignedToCases` qualify. */
  readonly assignedUsers?: ReadonlyArray<string> | null | undefined;
  /** The service to the customer that brings the matter under anti-money-laundering law. */
  readonly capturedActivity?: string | null | undefined;
  readonly cddLevel?: CddLevel | null | undefined;
  /**
   * How the case's individuals are to be verified. Unconfirmed: left out, the default of the office or
   * organization applies; read from `defaultIndividualVerificationType`.
   */
  readonly individualVerificationType?: VerificationTypeInput | null | undefined;
  readonly individuals: ReadonlyArray<IndividualDetailsInput>;
  /** With `SUBMIT_TO_FIRST_AML`, at least one of the individuals must have `isCaseContact: true`. */
  readonly initialState: InitialCaseState;
  /** Comes back as `CaseDetails.caseLead`. */
  readonly lead?: ContactDetailsInput | null | undefined;
  /** Left out, the case gets a name made from the names of its people. */
  readonly name?: string | null | undefined;
  /** Nature of the business relationship, as the customer due diligence has to record it. */
  readonly nature?: string | null | undefined;
  /** Notes on the case as a whole. */
  readonly notes?: string | null | undefined;
  /**
   * `Office.key` of one of the organization's offices. Required as soon as the organization has any,
   * otherwise leave it out.
   */
  readonly officeId?: string | null | undefined;
  /** `Organization.organizationId`, as `me` lists it. */
  readonly organizationId: string;
  /** Purpose of the business relationship, as the customer due diligence has to record it. */
  readonly purpose?: string | null | undefined;
  /** Your own id for the case, such as a CRM record number. Need not be unique. `null` means none. */
  readonly reference?: string | null | undefined;
  /** Comes back as `CaseDetails.caseRequestor`. */
  readonly requestor?: ContactDetailsInput | null | undefined;
  readonly riskAssessment?: RiskAssessment | null | undefined;
  /** Plain amount: the API carries no currency with it. */
  readonly transactionValue?: number | null | undefined;
};

/**
 * A standard case with individuals and at most one root entity: `rootEntity` for a new one,
 * `existingRootEntity` for a known one, neither for a case about individuals only.
 */
export type CreateCaseInput = {
  /** `User.id` of each member of staff to assign; only users with `canBeAssignedToCases` qualify. */
  readonly assignedUsers?: ReadonlyArray<string> | null | undefined;
  /** The service to the customer that brings the matter under anti-money-laundering law. */
  readonly capturedActivity?: string | null | undefined;
  readonly cddLevel?: CddLevel | null | undefined;
  /** An entity that First AML already holds. Instead of `rootEntity`, not besides it. */
  readonly existingRootEntity?: ExistingEntityDetailsInput | null | undefined;
  /**
   * How the case's individuals are to be verified. Unconfirmed: left out, the default of the office or
   * organization applies; read from `defaultIndividualVerificationType`.
   */
  readonly individualVerificationType?: VerificationTypeInput | null | undefined;
  readonly individuals: ReadonlyArray<IndividualDetailsInput>;
  /** With `SUBMIT_TO_FIRST_AML`, at least one of the individuals must have `isCaseContact: true`. */
  readonly initialState: InitialCaseState;
  /** Comes back as `CaseDetails.caseLead`. */
  readonly lead?: ContactDetailsInput | null | undefined;
  /** Left out, the case gets a name made from the names of its people. */
  readonly name?: string | null | undefined;
  /** Nature of the business relationship, as the customer due diligence has to record it. */
  readonly nature?: string | null | undefined;
  /** Notes on the case as a whole. */
  readonly notes?: string | null | undefined;
  /**
   * `Office.key` of one of the organization's offices. Required as soon as the organization has any,
   * otherwise leave it out.
   */
  readonly officeId?: string | null | undefined;
  /** `Organization.organizationId`, as `me` lists it. */
  readonly organizationId: string;
  /** Purpose of the business relationship, as the customer due diligence has to record it. */
  readonly purpose?: string | null | undefined;
  /** Your own id for the case, such as a CRM record number. Need not be unique. `null` means none. */
  readonly reference?: string | null | undefined;
  /** Comes back as `CaseDetails.caseRequestor`. */
  readonly requestor?: ContactDetailsInput | null | undefined;
  readonly riskAssessment?: RiskAssessment | null | undefined;
  /** An entity that is new to First AML. Instead of `existingRootEntity`, not besides it. */
  readonly rootEntity?: EntityDetailsInput | null | undefined;
  /**
   * Starts the checks that the verification type permits right after creation. Some of them need an
   * address or a date of birth, and types that send the person an electronic verification form wait
   * for that form. Unconfirmed: only the newest documentation has it; its values are unknown, and so
   * is whether it has a default.
   */
  readonly runVerificationChecks: unknown;
  /** Plain amount: the API carries no currency with it. */
  readonly transactionValue?: number | null | undefined;
};

/**
 * Step 1 of an upload under its newer name: the document to create for an individual. Unconfirmed:
 * taken to be the same as `AddIndividualDocumentInput`, from the operation text in First AML's
 * documentation.
 */
export type CreateIndividualDocumentInput = {
  /**
   * `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`.
   * Unconfirmed: copied from `AddIndividualDocumentInput`.
   */
  readonly caseId: number;
  /** Country that the document comes from. Unconfirmed: copied from `AddIndividualDocumentInput`. */
  readonly countryCode: string;
  /** Unconfirmed: copied from `AddIndividualDocumentInput`. */
  readonly documentTitle: string;
  /** Unconfirmed: copied from `AddIndividualDocumentInput`. */
  readonly documentType: IndividualDocumentType;
  /**
   * Further details that belong to this type of document; an empty list for none. Unconfirmed: copied
   * from `AddIndividualDocumentInput`.
   */
  readonly fields: ReadonlyArray<DocumentMetaDataFieldInputModelInput>;
  /**
   * `CaseIndividual.individualId` as a number: an `Int` here although the API returns it as a
   * `String`. Unconfirmed: copied from `AddIndividualDocumentInput`.
   */
  readonly individualId: number;
};

/** A lite case: one individual and little else. */
export type CreateLiteCaseInput = {
  /** Becomes the case contact and needs verification, with no flag to say so. */
  readonly individual: LiteIndividualDetailsInput;
  readonly initialState: InitialCaseState;
  /** Left out, the case gets a name made from the names of its people. */
  readonly name?: string | null | undefined;
  /**
   * `Office.key` of one of the organization's offices. Required as soon as the organization has any,
   * otherwise leave it out.
   */
  readonly officeId?: string | null | undefined;
  /** `Organization.organizationId`, as `me` lists it. */
  readonly organizationId: string;
  /** Your own id for the case, such as a CRM record number. Need not be unique. `null` means none. */
  readonly reference?: string | null | undefined;
};

/** A webhook subscription to set up. */
export type CreateWebhookInput = {
  /** Must be an https address. */
  readonly endpoint: UrlString;
  readonly eventTypes: ReadonlyArray<EventType>;
  /** Unconfirmed: who is told when deliveries fail; read from the name. */
  readonly failureEmail: string;
  /** The organizations, and within them the offices, whose events are wanted. */
  readonly targets: ReadonlyArray<WebhookSubscriptionTargetInput>;
};

/** The entity whose exception goes. */
export type DeleteExceptionForCaseEntityInput = {
  readonly caseId: string;
  /** `CaseEntity.entityId`. */
  readonly entityId: string;
};

/** The individual whose exception goes. */
export type DeleteExceptionForCaseIndividualInput = {
  readonly caseId: string;
  /** `CaseIndividual.individualId`. */
  readonly individualId: string;
};

/** The file to remove from an individual's document. */
export type DeleteIndividualDocumentFileInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * `IndividualDocumentInformation.documentId` as a number: an `Int` here although the API returns it
   * as a `String`.
   */
  readonly documentId: number;
  /**
   * `IndividualDocumentFile.fileId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly fileId: number;
  /**
   * `CaseIndividual.individualId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly individualId: number;
};

/** The document to remove from an individual. */
export type DeleteIndividualDocumentInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /**
   * `IndividualDocumentInformation.documentId` as a number: an `Int` here although the API returns it
   * as a `String`.
   */
  readonly documentId: number;
  /**
   * `CaseIndividual.individualId` as a number: an `Int` here although the API returns it as a
   * `String`.
   */
  readonly individualId: number;
};

/** The webhook subscription to end. */
export type DeleteWebhookInput = {
  /** `WebhookSubscription.id`. */
  readonly id: string;
};

/** How the text in `DocumentField.value` is to be read. */
export type DocumentFieldType =
  | 'DATE'
  | 'NUMBER'
  /** One out of a fixed list of options. */
  | 'SELECT'
  | 'TEXT'
  | '%future added value';

/** One further detail of a document; comes back as a `DocumentField`. */
export type DocumentMetaDataFieldInputModelInput = {
  /** Which names a type of document knows is not documented. */
  readonly name: string;
  /** Always text, for dates and numbers too. */
  readonly value: string;
};

/**
 * Outcome of checking that an identity document is genuine. Only `CLEAR` is a clean pass and
 * `NOT_CHECKED` says nothing either way. Unconfirmed: the rest are doubts of different weight, to be
 * looked at by a person; read from the names.
 */
export type DocumentVerificationResult =
  | 'CAUTION'
  | 'CLEAR'
  | 'CONSIDER'
  | 'NOT_CHECKED'
  | 'REJECTED'
  | 'SUSPECTED'
  | '%future added value';

/** An entity that is new to First AML. */
export type EntityDetailsInput = {
  readonly address?: AddressInput | null | undefined;
  /** Number in the register of its country, such as a company number. */
  readonly identifier?: string | null | undefined;
  readonly notes?: string | null | undefined;
  /** Country of the register that the entity is in, as an ISO 3166-1 alpha-2 code such as `NZ`. */
  readonly registeredCountry?: string | null | undefined;
  /**
   * The register that `identifier` belongs to, for countries that have one register for each state,
   * province or court.
   */
  readonly registrationAuthorityCode?: RegistrationAuthorityCode | null | undefined;
  /**
   * The one name to give. Unconfirmed: comes back as `CaseEntity.legalName`, which is the only name
   * there.
   */
  readonly tradingName: string;
  readonly type: EntityType;
};

/** Kind of a document about an entity. Treat values you do not know as possible. */
export type EntityDocumentType =
  | 'AMENDMENT_DEED'
  | 'ANNUAL_REPORT'
  | 'ANNUAL_RETURN'
  | 'ASIC_REPORT'
  | 'BANK_STATEMENT'
  | 'BARE_TRUST_DECLARATION'
  | 'BODY_CORP_MEMBERS'
  | 'BODY_CORP_RULES'
  | 'CAPITAL_SCHEDULE'
  | 'CERTIFIED_AMENDMENT_DEED'
  | 'CERTIFIED_COMPANY_EXTRACT'
  | 'CERTIFIED_FINANCIAL_STATEMENTS'
  | 'CERTIFIED_INCUMBENCY_CERT'
  | 'CERTIFIED_REGISTER_UNIT_HOLDERS'
  | 'CERTIFIED_TRUST_AMENDMENT_DEED'
  | 'CERTIFIED_TRUST_DEED'
  | 'CERTIFIED_VARIATION_DEED'
  | 'CHARITY_RULES'
  | 'CHARITY_RULES_AMENDMENT'
  | 'CHARITY_SUMMARY'
  | 'COMPANY_CONSTITUTION'
  | 'COMPANY_EXTRACT'
  | 'COMPANY_EXTRACT_EQUIVALENT'
  | 'CONSENT_TO_REUSE'
  | 'CUSTOM'
  | 'DEED_OF_RETIREMENT_OF_TRUSTEE'
  | 'DISCLOSURE_LETTER_CONFIRMING_NO_ULTIMATE_BENEFICIAL_OWNERS_MORE_THAN25_PERCENT'
  | 'EXCEPTION_SUPPORTING_APPROVAL'
  | 'FINANCIAL_STATEMENTS'
  | 'GOOD_STANDING_CERT'
  | 'INCORPORATION_CERT'
  | 'INCUMBENCY_CERT'
  | 'INDEMNITY_DEED'
  | 'INFORMAL_PARTNERSHIP_CONFIRMATION'
  | 'JOINT_VENTURE_DEED'
  | 'JOINT_VENTURE_DEED_EQUIVALENT'
  | 'LEASE'
  | 'LIMITED_PARTNERSHIP_AGREEMENT'
  | 'LIMITED_PARTNERSHIP_AGREEMENT_EQUIVALENT'
  | 'LOAN_AGREEMENT'
  | 'NOMINATED_INDIVIDUALS'
  | 'NOMINATION_DEED'
  | 'NOMINEE_SHAREHOLDING_STRUCTURE'
  | 'NO_MATERIAL_CHANGE_CONFIRMED'
  | 'OTHER'
  | 'OWNER_REGISTER'
  | 'PARTICIPATION_DEED'
  | 'PARTNERSHIP_AGREEMENT'
  | 'PROBATE'
  | 'PROOF_OF_ADDRESS'
  | 'SETTLEMENT_DEED'
  | 'SHAREHOLDER_REGISTER'
  | 'SHAREHOLDING_CHART'
  | 'SHAREHOLDING_CONFIRMATION'
  | 'SOURCE_OF_FUNDS'
  | 'SOURCE_OF_WEALTH'
  | 'SOURCE_OF_WEALTH_FUNDS'
  | 'TRANSPARENCY_REGISTER_EXCERPT'
  | 'TRUST_AMENDMENT_DEED'
  | 'TRUST_DEED'
  | 'TRUST_DEED_EQUIVALENT'
  | 'TRUST_DEED_VARIATION'
  | 'TRUST_ORDER'
  | 'UNIT_HOLDERS_REGISTER'
  | 'VESTING_ORDER'
  | 'WHOLESALE_INVESTOR_CERT'
  | 'WILL'
  | '%future added value';

/**
 * Kind of an entity. Which legal forms fit which value depends on the country. Treat values you do not
 * know as possible.
 */
export type EntityType =
  | 'ACCUMULATION_TRUST'
  | 'ASSOCIATE'
  | 'BARE_TRUST'
  | 'BODY_CORPORATE'
  | 'CHARITY'
  | 'COOPERATIVE'
  | 'DISCRETIONARY_TRUST'
  | 'ESTATE'
  | 'FUND'
  | 'GENERAL_PARTNER'
  | 'GOVERNMENT_BODY'
  | 'INCORPORATED_SOCIETY'
  | 'INTEREST_IN_POSSESSION_TRUST'
  | 'JOINT_VENTURES'
  | 'LIMITED_LIABILITY_COMPANY'
  | 'LIMITED_LIABILITY_PARTNERSHIP'
  | 'LIMITED_PARTNER'
  | 'LIMITED_PARTNERSHIP'
  | 'MIXED_TRUST'
  | 'NOMINATOR'
  | 'NOMINEE'
  | 'NON_RESIDENT_TRUST'
  | 'OTHER'
  | 'PARTNERSHIP'
  | 'PENSION_FUND'
  | 'PRE_INCORPORATION'
  | 'PRIVATE_COMPANY'
  | 'PUBLIC_COMPANY'
  | 'SETTLOR_INTERESTED_TRUST'
  | 'SOLE_TRADER'
  | 'SUPERANNUATION_FUND'
  | 'SYNDICATE'
  | 'TESTAMENTARY_TRUST'
  | 'TRUST'
  | 'TRUST_PARTNERSHIP'
  | 'UNIT_TRUST'
  | 'UNKNOWN'
  | 'UNLISTED_PUBLIC_COMPANY'
  | '%future added value';

/** The lite case to make a standard case from. It must be `READY_FOR_REVIEW` or `ABANDONED`. */
export type EscalateLiteCaseInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
  /** Where the standard case starts. */
  readonly initialState: InitialCaseState;
};

/**
 * What a webhook subscription can be told about. Deliveries spell the same names in PascalCase:
 * `CASE_CREATED` arrives as `CaseCreated`. They carry ids and no case data. Treat values you do not
 * know as possible.
 */
export type EventType =
  /** Delivers `caseId` (a number) and `officeKey`. */
  | 'CASE_CREATED'
  /** Delivers `caseId` (a number) and `officeKey`; read the new status with `caseDetails`. */
  | 'CASE_STATUS_UPDATED'
  /**
   * The end of a job that `createCasePdf` started. Delivers `caseId` and `pdfId` (numbers), `pdfUrl`,
   * and `status`, which is `Completed` or `Failed`.
   */
  | 'PDF_UPDATED'
  /** Unconfirmed: a trial delivery without a real event behind it; read from the name. */
  | 'TEST'
  /**
   * What it delivers is not documented. Unconfirmed: spelling made up from the event name
   * `UnwrapStatusUpdated` in First AML's documentation.
   */
  | 'UNWRAP_STATUS_UPDATED'
  /**
   * A new `latestVerificationReport`. Delivers `caseId`, `individualId` and `entityId` as strings;
   * either `individualId` or `entityId` is `null`, depending on whom the report is about. Unconfirmed:
   * spelling made up from the event name `VerificationReportGenerated` in First AML's documentation.
   */
  | 'VERIFICATION_REPORT_GENERATED'
  | '%future added value';

/** Whether an exception is meant to last. */
export type ExceptionType =
  | 'PERMANENT'
  /** To be resolved later with `updateExceptionForCaseEntity` or `updateExceptionForCaseIndividual`. */
  | 'TEMPORARY'
  | '%future added value';

/** An entity that First AML already holds. */
export type ExistingEntityDetailsInput = {
  /** Unconfirmed: a `CaseEntity.entityId` of an earlier case; read from the name. */
  readonly entityId: string;
};

/** Gender as an identity document states it. */
export type Gender =
  | 'FEMALE'
  /** Neither female nor male, such as an X in a passport. */
  | 'INDETERMINATE'
  | 'MALE'
  | '%future added value';

/** The case to make a PDF of. */
export type GeneratePdfInput = {
  /** `CaseInformation.caseId` as a number: an `Int` here although the API returns it as a `String`. */
  readonly caseId: number;
};

/** State of a PDF. */
export type GeneratedPdfStatus =
  /** Ready to fetch from `GeneratedPdfInformation.url`. */
  | 'COMPLETED'
  /** There will be no PDF; ask for another with `createCasePdf`. */
  | 'FAILED'
  /** Still being made. */
  | 'PROCESSING'
  /** Unconfirmed: a later PDF has taken its place; read from the name. */
  | 'SUPERSEDED'
  | '%future added value';

/** A person to put into a standard case. */
export type IndividualDetailsInput = {
  /** Some verification checks need it. */
  readonly address?: AddressInput | null | undefined;
  /** ISO 3166-1 alpha-2 code, such as `NZ`. */
  readonly citizenship?: string | null | undefined;
  /** Some verification checks need it. */
  readonly dateOfBirth?: DateString | null | undefined;
  /** This or `phoneNumber` is required of a case contact. */
  readonly emailAddress?: string | null | undefined;
  /**
   * Says whether this person is a contact for the case. A contact must have an e-mail address or a
   * phone number. `null` means no.
   */
  readonly isCaseContact?: boolean | null | undefined;
  /** Name as on official documents. */
  readonly legalName?: IndividualNameInput | null | undefined;
  /** Says whether this person is to be verified. */
  readonly needsVerification: boolean;
  readonly notes?: string | null | undefined;
  /**
   * This or `emailAddress` is required of a case contact. Comes back in E.164 form as
   * `CaseIndividual.standardizedPhoneNumber`.
   */
  readonly phoneNumber?: string | null | undefined;
  /** Name to address the person by; required even where `legalName` is given. */
  readonly preferredName: IndividualNameInput;
  /** Verification type for this person alone, instead of that of the case. */
  readonly verificationType?: VerificationTypeInput | null | undefined;
};

/** Which part of an individual's document a file shows. */
export type IndividualDocumentFileType =
  | 'BACK_SIDE_IMAGE'
  /** The document in one file. */
  | 'DOCUMENT'
  | 'FRONT_SIDE_IMAGE'
  | 'OTHER'
  | '%future added value';

/** Kind of a document about an individual. Treat values you do not know as possible. */
export type IndividualDocumentType =
  | 'AUTHORITY_TO_ACT'
  | 'BIOMETRIC_VIDEO'
  | 'BIRTH_CERTIFICATE'
  | 'CERTIFICATE_OF_MENTAL_INCAPACITY'
  | 'CERTIFICATE_OF_NON_REVOCATION'
  | 'CERTIFIED_ADDRESS'
  | 'CERTIFIED_DRIVERS_LICENCE'
  | 'CERTIFIED_ID'
  | 'CERTIFIED_PASSPORT'
  | 'COMPLIANCE_TEAM_NOTES'
  /** The person's agreement to an electronic identity verification. */
  | 'CONSENT_TO_EIV'
  | 'CONSENT_TO_REUSE'
  | 'CUSTOM'
  | 'DEATH_CERTIFICATE'
  | 'DECLARATION_OF_IDENTITY'
  | 'DEED_OF_NOMINATION'
  | 'DRIVERS_LICENCE'
  /** Outcome of an electronic identity verification. */
  | 'EIV_RESULT'
  | 'ENDURING_POWER_OF_ATTORNEY'
  | 'EVIDENCE_OF_ROLE'
  | 'EXCEPTION_SUPPORTING_APPROVAL'
  | 'MANUAL_FORM'
  | 'MARRIAGE_CERTIFICATE'
  | 'NAME_CHANGE_CERTIFICATES'
  | 'NATIONAL_ID_CARD'
  | 'NON_SUSPENSION_OF_THE_ENDURING_POWER_OF_ATTORNEY'
  | 'OTHER'
  | 'PASSPORT'
  /** PEP stands for politically exposed person. */
  | 'PEP_CHECK'
  | 'PEP_MATCH_REPORT'
  | 'PROBATE'
  | 'PROOF_OF_ADDRESS'
  | 'SELFIE_IMAGE'
  | 'SHAREHOLDING_STRUCTURE_CHART'
  | 'SOURCE_OF_FUNDS'
  | 'SOURCE_OF_WEALTH'
  | 'WILL'
  | '%future added value';

/**
 * The name of a person. Every part is optional to the type, but at least one of first and last name
 * has to be there.
 */
export type IndividualNameInput = {
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly middleName?: string | null | undefined;
};

/** Where a new case starts. */
export type InitialCaseState =
  /** Kept back; `submitCase` hands it to First AML later. */
  | 'DRAFT'
  /**
   * Handed to First AML at once. At least one individual must be a case contact, and a contact must
   * have an e-mail address or a phone number.
   */
  | 'SUBMIT_TO_FIRST_AML'
  | '%future added value';

/** The one person of a lite case. Both ways of contact are required here. */
export type LiteIndividualDetailsInput = {
  readonly emailAddress: string;
  /** Name as on official documents. */
  readonly legalName?: IndividualNameInput | null | undefined;
  /** Comes back in E.164 form as `CaseIndividual.standardizedPhoneNumber`. */
  readonly phoneNumber: string;
  /** Name to address the person by; required even where `legalName` is given. */
  readonly preferredName: IndividualNameInput;
};

/** Where a case search goes on. */
export type NextPageOfCasesInput = {
  /** `PageOfCasesMatchingSearch.nextCursor` of the page before. */
  readonly cursor: string;
};

/** What a PDF holds. */
export type PdfType =
  | 'CASE_SUMMARY'
  | '%future added value';

/**
 * Register of businesses, in countries that have several. The first two letters are the ISO 3166-1
 * alpha-2 code of the country: provinces or the federation for Canada, register courts for Germany,
 * states for the US. Treat values you do not know as possible.
 */
export type RegistrationAuthorityCode =
  | 'CA_ALBERTA'
  | 'CA_BRITISH_COLUMBIA'
  | 'CA_FEDERAL'
  | 'CA_MANITOBA'
  | 'CA_NEWFOUNDLANDAND_LABRADOR'
  | 'CA_NEW_BRUNSWICK'
  | 'CA_NORTHWEST_TERRITORIES'
  | 'CA_NOVA_SCOTIA'
  | 'CA_NUNAVUT'
  | 'CA_ONTARIO'
  | 'CA_PRINCE_EDWARD_ISLAND'
  | 'CA_QUEBEC'
  | 'CA_SASKATCHEWAN'
  | 'CA_YUKON'
  | 'DE_AACHEN'
  | 'DE_ALTENBURG'
  | 'DE_AMBERG'
  | 'DE_ANSBACH'
  | 'DE_APOLDA'
  | 'DE_ARNSBERG'
  | 'DE_ARNSTADT'
  | 'DE_ASCHAFFENBURG'
  | 'DE_AUGSBURG'
  | 'DE_AURICH'
  | 'DE_BAD_HERSFELD'
  | 'DE_BAD_HOMBURG_VD_HOHE'
  | 'DE_BAD_KREUZNACH'
  | 'DE_BAD_OEYNHAUSEN'
  | 'DE_BAD_SALZUNGEN'
  | 'DE_BAMBERG'
  | 'DE_BAYREUTH'
  | 'DE_BERLIN_CHARLOTTENBURG'
  | 'DE_BIELEFELD'
  | 'DE_BOCHUM'
  | 'DE_BONN'
  | 'DE_BRAUNSCHWEIG'
  | 'DE_BREMEN'
  | 'DE_CHEMNITZ'
  | 'DE_COBURG'
  | 'DE_COESFELD'
  | 'DE_COTTBUS'
  | 'DE_DARMSTADT'
  | 'DE_DEGGENDORF'
  | 'DE_DORTMUND'
  | 'DE_DRESDEN'
  | 'DE_DUISBURG'
  | 'DE_DUREN'
  | 'DE_DUSSELDORF'
  | 'DE_EISENACH'
  | 'DE_ERFURT'
  | 'DE_ESCHWEGE'
  | 'DE_ESSEN'
  | 'DE_FLENSBURG'
  | 'DE_FRANKFURT_AM_MAIN'
  | 'DE_FRANKFURT_ODER'
  | 'DE_FREIBURG'
  | 'DE_FRIEDBERG_HESSEN'
  | 'DE_FRITZLAR'
  | 'DE_FULDA'
  | 'DE_FURTH'
  | 'DE_GELSENKIRCHEN'
  | 'DE_GERA'
  | 'DE_GIESSEN'
  | 'DE_GOTHA'
  | 'DE_GOTTINGEN'
  | 'DE_GREIZ'
  | 'DE_GUTERSLOH'
  | 'DE_HAGEN'
  | 'DE_HAMBURG'
  | 'DE_HAMM'
  | 'DE_HANAU'
  | 'DE_HANNOVER'
  | 'DE_HEILBAD_HEILIGENSTADT'
  | 'DE_HILDBURGHAUSEN'
  | 'DE_HILDESHEIM'
  | 'DE_HOF'
  | 'DE_HOMBURG'
  | 'DE_INGOLSTADT'
  | 'DE_ISERLOHN'
  | 'DE_JENA'
  | 'DE_KAISERSLAUTERN'
  | 'DE_KASSEL'
  | 'DE_KEMPTEN'
  | 'DE_KIEL'
  | 'DE_KLEVE'
  | 'DE_KOBLENZ'
  | 'DE_KOLN'
  | 'DE_KONIGSTEIN_IM_TAUNUS'
  | 'DE_KORBACH'
  | 'DE_KREFELD'
  | 'DE_LANDAU_IN_DER_PFALZ'
  | 'DE_LANDSHUT'
  | 'DE_LEBACH'
  | 'DE_LEIPZIG'
  | 'DE_LEMGO'
  | 'DE_LIMBURG_AD_LAHN'
  | 'DE_LUBECK'
  | 'DE_LUDWIGSHAFEN_AM_RHEIN'
  | 'DE_LUNEBURG'
  | 'DE_MAINZ'
  | 'DE_MANNHEIM'
  | 'DE_MARBURG'
  | 'DE_MEININGEN'
  | 'DE_MEMMINGEN'
  | 'DE_MERZIG'
  | 'DE_MONCHENGLADBACH'
  | 'DE_MONTABAUR'
  | 'DE_MUHLHAUSEN'
  | 'DE_MUNCHEN'
  | 'DE_MUNSTER'
  | 'DE_NEUBRANDENBURG'
  | 'DE_NEUNKIRCHEN'
  | 'DE_NEURUPPIN'
  | 'DE_NEUSS'
  | 'DE_NORDHAUSEN'
  | 'DE_NURNBERG'
  | 'DE_OFFENBACH_AM_MAIN'
  | 'DE_OLDENBURG'
  | 'DE_OSNABRUCK'
  | 'DE_OTTWEILER'
  | 'DE_PADERBORN'
  | 'DE_PASSAU'
  | 'DE_PINNEBERG'
  | 'DE_POSSNECK'
  | 'DE_POTSDAM'
  | 'DE_RECKLINGHAUSEN'
  | 'DE_REGENSBURG'
  | 'DE_ROSTOCK'
  | 'DE_RUDOLSTADT'
  | 'DE_SAARBRUCKEN'
  | 'DE_SAARLOUIS'
  | 'DE_SANKT_INGBERT'
  | 'DE_SANKT_WENDEL'
  | 'DE_SCHWEINFURT'
  | 'DE_SCHWERIN'
  | 'DE_SIEGBURG'
  | 'DE_SIEGEN'
  | 'DE_SOMMERDA'
  | 'DE_SONDERSHAUSEN'
  | 'DE_SONNEBERG'
  | 'DE_STADTHAGEN'
  | 'DE_STADTRODA'
  | 'DE_STEINFURT'
  | 'DE_STENDAL'
  | 'DE_STRALSUND'
  | 'DE_STRAUBING'
  | 'DE_STUTTGART'
  | 'DE_SUHL'
  | 'DE_TOSTEDT'
  | 'DE_TRAUNSTEIN'
  | 'DE_ULM'
  | 'DE_VOLKLINGEN'
  | 'DE_WALSRODE'
  | 'DE_WEIDEN_ID_OPF'
  | 'DE_WEIMAR'
  | 'DE_WETZLAR'
  | 'DE_WIESBADEN'
  | 'DE_WITTLICH'
  | 'DE_WUPPERTAL'
  | 'DE_WURZBURG'
  | 'DE_ZWEIBRUCKEN'
  | 'US_ALABAMA'
  | 'US_ALASKA'
  | 'US_AMERICAN_SAMOA'
  | 'US_ARIZONA'
  | 'US_ARKANSAS'
  | 'US_CALIFORNIA'
  | 'US_COLORADO'
  | 'US_CONNECTICUT'
  | 'US_DELAWARE'
  | 'US_DISTRICT_OF_COLUMBIA'
  | 'US_FLORIDA'
  | 'US_GEORGIA'
  | 'US_HAWAII'
  | 'US_IDAHO'
  | 'US_ILLINOIS'
  | 'US_INDIANA'
  | 'US_IOWA'
  | 'US_KANSAS'
  | 'US_KENTUCKY'
  | 'US_LOUISIANA'
  | 'US_MAINE'
  | 'US_MARYLAND'
  | 'US_MASSACHUSETTS'
  | 'US_MICHIGAN'
  | 'US_MINNESOTA'
  | 'US_MISSISSIPPI'
  | 'US_MISSOURI'
  | 'US_MONTANA'
  | 'US_NEBRASKA'
  | 'US_NEVADA'
  | 'US_NEW_HAMPSHIRE'
  | 'US_NEW_JERSEY'
  | 'US_NEW_MEXICO'
  | 'US_NEW_YORK'
  | 'US_NORTH_CAROLINA'
  | 'US_NORTH_DAKOTA'
  | 'US_OHIO'
  | 'US_OKLAHOMA'
  | 'US_OREGON'
  | 'US_PENNSYLVANIA'
  | 'US_RHODE_ISLAND'
  | 'US_SOUTH_CAROLINA'
  | 'US_SOUTH_DAKOTA'
  | 'US_TENNESSEE'
  | 'US_TEXAS'
  | 'US_UTAH'
  | 'US_VERMONT'
  | 'US_VIRGINIA'
  | 'US_WASHINGTON'
  | 'US_WEST_VIRGINIA'
  | 'US_WISCONSIN'
  | 'US_WYOMING'
  | '%future added value';

/** Overall risk level of a case. */
export type RiskAssessment =
  | 'HIGH'
  | 'LOW'
  | 'MEDIUM'
  | '%future added value';

/** Answer to a risk question by yes or no. */
export type RiskAssessmentEvaluation =
  | 'NO'
  | 'NOT_APPLICABLE'
  | 'YES'
  | '%future added value';

/**
 * Outcome of a finished search in lists, in a verification report. Not to be confused with
 * `ScreeningStatus`.
 */
export type ScreeningResult =
  /** Found in a list. */
  | 'MATCH'
  /** Says nothing either way. */
  | 'NOT_SEARCHED'
  | 'NO_MATCH'
  | '%future added value';

/** How a search in lists stands at present. Not to be confused with `ScreeningResult`. */
export type ScreeningStatus =
  | 'IN_PROGRESS'
  /** Found in a list. */
  | 'MATCH'
  | 'NOT_NEEDED'
  | 'NO_MATCH'
  /** Somebody has yet to decide whether the entry in the list means this person or entity. */
  | 'POSSIBLE_MATCH'
  | '%future added value';

/**
 * What to look for among the cases within reach, and in which order to give it. Criteria that are left
 * out do not restrict.
 */
export type SearchCasesInput = {
  /** `true` for cases with a reference of yours, `false` for those without, left out for both. */
  readonly hasReferenceSet?: boolean | null | undefined;
  /** Left out, all organizations within reach are searched. */
  readonly organizationId?: string | null | undefined;
  /** Cases on a page, 100 at the most. */
  readonly pageSize?: number;
  /** Text to find in the id, the name or the reference of a case. */
  readonly searchTerm?: string | null | undefined;
  readonly sortDirection: SortDirection;
  /** `UPDATED_ON` is the only choice there is. */
  readonly sortField: CaseSearchSortField;
  /** Keeps cases whose `lastUpdatedOn` is later than this; an equal time does not count. */
  readonly updatedAfter?: DateTimeString | null | undefined;
};

/** Order of search results. */
export type SortDirection =
  /** Longest unchanged first. */
  | 'ASCENDING'
  /** Latest change first. */
  | 'DESCENDING'
  | '%future added value';

/** A new value for your own id of a case. */
export type UpdateCaseReferenceInput = {
  readonly caseId: string;
  /** Need not be unique. An explicit `null` takes the present one away. */
  readonly reference?: string | null | undefined;
};

/** The new state of an entity's exception. */
export type UpdateExceptionForCaseEntityInput = {
  readonly caseId: string;
  /** `CaseEntity.entityId`. */
  readonly entityId: string;
  /** Ends a temporary exception; of no use for a permanent one. */
  readonly isResolved?: boolean | null | undefined;
  /** Always required: send the present reason again to keep it. */
  readonly reason: string;
};

/** The new state of an individual's exception. */
export type UpdateExceptionForCaseIndividualInput = {
  readonly caseId: string;
  /** `CaseIndividual.individualId`. */
  readonly individualId: string;
  /** Ends a temporary exception; of no use for a permanent one. */
  readonly isResolved?: boolean | null | undefined;
  /** Always required: send the present reason again to keep it. */
  readonly reason: string;
};

/**
 * What to change about an individual. Unconfirmed: members that are left out stay as they are, since
 * all are optional; whether `null` clears a value is not documented.
 */
export type UpdateIndividualDetailsInput = {
  /** Some verification checks need it. */
  readonly address?: AddressInput | null | undefined;
  /** ISO 3166-1 alpha-2 code, such as `NZ`. */
  readonly citizenship?: string | null | undefined;
  /** Some verification checks need it. */
  readonly dateOfBirth?: DateString | null | undefined;
  readonly emailAddress?: string | null | undefined;
  /**
   * Says whether this person is a contact for the case. A contact must have an e-mail address or a
   * phone number.
   */
  readonly isCaseContact?: boolean | null | undefined;
  /** Name as on official documents. */
  readonly legalName?: IndividualNameInput | null | undefined;
  /** Says whether this person is to be verified. */
  readonly needsVerification?: boolean | null | undefined;
  readonly notes?: string | null | undefined;
  /** Comes back in E.164 form as `CaseIndividual.standardizedPhoneNumber`. */
  readonly phoneNumber?: string | null | undefined;
  /** Name to address the person by. */
  readonly preferredName?: IndividualNameInput | null | undefined;
};

/** The individual to change, and the changes. */
export type UpdateIndividualInput = {
  readonly caseId: string;
  readonly individual: UpdateIndividualDetailsInput;
  /** `CaseIndividual.individualId`. */
  readonly individualId: string;
};

/** Outcome of a finished check, in a verification report. Not to be confused with `VerificationStatus`. */
export type VerificationResult =
  | 'FAIL'
  /** Says nothing either way. */
  | 'NOT_SEARCHED'
  | 'PASS'
  | '%future added value';

/** How a check stands at present. Not to be confused with `VerificationResult`. */
export type VerificationStatus =
  /** Unconfirmed: neither passed nor failed, for a person to decide; read from the name. */
  | 'CONSIDER'
  | 'FAIL'
  | 'IN_PROGRESS'
  | 'NOT_NEEDED'
  | 'PASS'
  | '%future added value';

/** The choice of a verification type. */
export type VerificationTypeInput = {
  /**
   * `IndividualVerificationType.verificationTypeId` of the organization or office, as a `String`
   * although it is read as an `Int`.
   */
  readonly verificationTypeId?: string | null | undefined;
};

/** An organization, or some of its offices, whose events a webhook subscription is to cover. */
export type WebhookSubscriptionTargetInput = {
  /** `Office.key` of the offices wanted; left out, the whole organization is covered. */
  readonly officeKeys?: ReadonlyArray<string> | null | undefined;
  /** Unconfirmed: an `Organization.organizationId`; read from the name. */
  readonly organizationKey: string;
};
