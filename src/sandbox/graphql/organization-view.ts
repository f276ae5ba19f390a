import type { ApiClient } from '../world/api-clients.js'
import {
  type Office,
  type Organization,
  organizations,
  verificationTypes,
} from '../world/organizations.js'
import type { SubscriptionRecord } from '../world/records.js'
import { subscriptionsOf } from '../world/subscriptions.js'
import type { World } from '../world/world.js'
import type { View } from './view.js'

const verification = {
  defaultIndividualVerificationType: verificationTypes[0],
  individualVerificationTypes: verificationTypes,
}

/** `ApiClientMetadata`. */
export function clientView(world: World, client: ApiClient): View {
  return {
    __typename: 'ApiClientMetadata',
    apiClientId: `${client.clientId}@clients`,
    friendlyApiClientName: client.name,
    scopes: client.scopes,
    accessibleOrganizations: organizations
      .filter(({ organizationId }) => client.organizationIds.has(organizationId))
      .map((organization) => organizationView(world, organization)),
  }
}

/** `Organization`. */
export function organizationView(world: World, organization: Organization): View {
  const { organizationId, name, users, offices } = organization
  return {
    __typename: 'Organization',
    organizationId,
    name,
    users,
    ...verification,
    offices: () => offices.map((office) => officeView(world, organization, office)),
    webhooks: () => subscriptionsOf(world, organizationId).map(subscriptionView),
  }
}

/** `Office`. */
export function officeView(world: World, { organizationId }: Organization, office: Office): View {
  return {
    __typename: 'Office',
    ...office,
    ...verification,
    webhooks: () => subscriptionsOf(world, organizationId, office.key).map(subscriptionView),
  }
}

/** `WebhookSubscription`. */
export function subscriptionView(subscription: SubscriptionRecord): View {
  return { __typename: 'WebhookSubscription', ...subscription }
}
