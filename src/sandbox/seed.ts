/** Known objects, by type name; what a field of theirs is not known is made up from the schema. */
export type Seed = Readonly<Record<string, readonly SeedObject[]>>

/** Some fields of one object. */
export type SeedObject = Readonly<Record<string, unknown>>

const electronicVerification = { verificationTypeId: 11, name: 'Electronic (sandbox)' }
const biometricVerification = { verificationTypeId: 12, name: 'Biometric (sandbox)' }

/**
 * The world the sandbox starts with: one API client with every scope and two organizations.
 *
 * It is shaped like the sample in the vendor's documentation. Every name is invented.
 */
export function createSeed(clientId: string): Seed {
  const users = [
    user('usr-1001', 'Mereana Example', 'mereana@harbour-example.test', true),
    user('usr-1002', 'Tomas Example', 'tomas@harbour-example.test', false),
  ]
  const offices = [
    office('off-wellington', 'Wellington', users),
    office('off-auckland', 'Auckland', users.slice(0, 1)),
  ]
  const organizations = [
    organization('org-harbour', 'Harbour Example Law', offices, users),
    organization('org-tussock', 'Tussock Example Accounting', [], users.slice(0, 1)),
  ]
  const me = {
    apiClientId: `${clientId}@clients`,
    friendlyApiClientName: 'Sandbox integration',
    scopes: ['read-only', 'case-management', 'api-management'],
    accessibleOrganizations: organizations,
  }
  return {
    ApiClientMetadata: [me],
    Organization: organizations,
    Office: offices,
    User: users,
    IndividualVerificationType: [electronicVerification, biometricVerification],
    // Every page is the last one, or a client that follows cursors would never come to an end.
    PageOfCasesMatchingSearch: [{ hasNextPage: false, nextCursor: null }],
  }
}

function user(id: string, name: string, emailAddress: string, canBeAssignedToCases: boolean) {
  return { id, name, emailAddress, canBeAssignedToCases, disabled: false }
}

function office(key: string, name: string, users: readonly SeedObject[]) {
  return { key, name, users, webhooks: [], ...verification() }
}

function organization(
  organizationId: string,
  name: string,
  offices: readonly SeedObject[],
  users: readonly SeedObject[],
) {
  return { organizationId, name, offices, users, webhooks: [], ...verification() }
}

function verification() {
  return {
    defaultIndividualVerificationType: electronicVerification,
    individualVerificationTypes: [electronicVerification, biometricVerification],
  }
}
