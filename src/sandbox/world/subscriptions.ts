// Webhook subscriptions. The world keeps them; to deliver is the work of ../webhooks.
import type { ApiClient } from './api-clients.js'
import { checkMinLength, type Input, noteOther } from './input.js'
import { findOrganization } from './organizations.js'
import { type Outcome, reject, unresolvable } from './problems.js'
import type { SubscriptionRecord } from './records.js'
import { readEmail } from './text-rules.js'
import type { World } from './world.js'

/** Sets a subscription up. */
export function createSubscription(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<SubscriptionRecord> {
  const endpoint = input.requiredText('endpoint', 2_000)
  if (!isAllowedEndpoint(endpoint, world.allowsHttpWebhooks)) {
    const message = `endpoint must be an https address${world.allowsHttpWebhooks ? '' : httpHint}.`
    noteOther(input, 'endpoint', message)
  }
  checkMinLength(input, 'eventTypes', input.texts('eventTypes').length)
  checkMinLength(input, 'targets', input.nodes('targets').length)
  const failureEmail = input.requiredText('failureEmail')
  if (failureEmail !== '') readEmail(input, 'failureEmail')
  const targets = input.nodes('targets').map((target) => readTarget(client, target))
  if (input.problems.length > 0) return input
  const eventTypes = [...new Set(input.texts('eventTypes').map(({ value }) => value))]
  const id = `hook-${world.nextId('hook')}`
  const subscription = { id, endpoint, eventTypes, failureEmail, targets }
  world.subscriptions.set(id, subscription)
  return subscription
}

/** Ends a subscription, if the client may see all that it covers. */
export function deleteSubscription(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<SubscriptionRecord> {
  const subscription = world.subscriptions.get(input.id('id'))
  const isInReach = subscription?.targets.every(({ organizationId }) =>
    client.organizationIds.has(organizationId),
  )
  if (subscription === undefined || !isInReach) return reject(unresolvable(input.at('id')))
  world.subscriptions.delete(subscription.id)
  return subscription
}

/** The subscriptions that cover something of an organization, or one of its offices. */
export function subscriptionsOf(
  world: World,
  organizationId: string,
  officeKey?: string,
): readonly SubscriptionRecord[] {
  return [...world.subscriptions.values()].filter(({ targets }) =>
    targets.some(
      (target) =>
        target.organizationId === organizationId &&
        (officeKey === undefined || (target.officeKeys?.includes(officeKey) ?? true)),
    ),
  )
}

function readTarget(client: ApiClient, target: Input) {
  const organizationId = target.id('organizationKey')
  const organization = findOrganization(client, organizationId)
  if (organization === undefined) {
    target.problems.push(unresolvable(target.at('organizationKey')))
  }
  const offices = target.texts('officeKeys')
  for (const { value, path } of offices) {
    if (organization !== undefined && !organization.offices.some(({ key }) => key === value)) {
      target.problems.push(unresolvable(path))
    }
  }
  return {
    organizationId,
    officeKeys: offices.length > 0 ? offices.map(({ value }) => value) : null,
  }
}

/** https, or http on loopback where that is allowed. */
function isAllowedEndpoint(endpoint: string, allowsHttp: boolean): boolean {
  if (!URL.canParse(endpoint)) return false
  const { protocol, hostname } = new URL(endpoint)
  if (protocol === 'https:') return true
  return allowsHttp && protocol === 'http:' && loopbackHosts.includes(hostname)
}

const httpHint = ' (the sandbox takes http on loopback with its option allowHttpWebhooks)'
const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]']
