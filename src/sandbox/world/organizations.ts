import type { ApiClient } from './api-clients.js'

/** A member of an organization's staff. */
export interface User {
  readonly id: string
  readonly name: string
  readonly emailAddress: string
  readonly canBeAssignedToCases: boolean
  readonly disabled: boolean
}

/** A way of verifying people. */
export interface VerificationType {
  readonly verificationTypeId: number
  readonly name: string
}

/** An office; its key is the `officeId` of the inputs. */
export interface Office {
  readonly key: string
  readonly name: string
  readonly users: readonly User[]
}

/** A customer of the vendor's. */
export interface Organization {
  readonly organizationId: string
  readonly name: string
  readonly offices: readonly Office[]
  readonly users: readonly User[]
}

/** The same for every organization and office; the first is the default. */
export const verificationTypes: readonly [VerificationType, VerificationType] = [
  { verificationTypeId: 11, name: 'Electronic (sandbox)' },
  { verificationTypeId: 12, name: 'Biometric (sandbox)' },
]

const mereana = user('usr-1001', 'Mereana Example', 'mereana@harbour-example.test', true)
const tomas = user('usr-1002', 'Tomas Example', 'tomas@harbour-example.test', false)
const ioane = user('usr-2001', 'Ioane Example', 'ioane@tussock-example.test', true)

/** One organization with offices and one without. Every name is invented. */
export const organizations: readonly Organization[] = [
  {
    organizationId: 'org-harbour',
    name: 'Harbour Example Law',
    offices: [
      { key: 'off-wellington', name: 'Wellington', users: [mereana, tomas] },
      { key: 'off-auckland', name: 'Auckland', users: [mereana] },
    ],
    users: [mereana, tomas],
  },
  {
    organizationId: 'org-tussock',
    name: 'Tussock Example Accounting',
    offices: [],
    users: [ioane],
  },
]

/** The organization of that id, if the client may see it. */
export function findOrganization(client: ApiClient, id: string): Organization | undefined {
  if (!client.organizationIds.has(id)) return undefined
  return organizations.find(({ organizationId }) => organizationId === id)
}

function user(id: string, name: string, emailAddress: string, canBeAssignedToCases: boolean): User {
  return { id, name, emailAddress, canBeAssignedToCases, disabled: false }
}
