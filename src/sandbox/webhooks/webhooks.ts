// Deliveries of webhooks. First AML documents the body and the signature; retries, order and
// duplicates are open. Here a subscription gets its events one after the other, in the order they
// happened. What is not answered with a 2xx is sent again, four times at most, after 10 seconds, a
// minute, ten minutes and an hour of the sandbox's clock, and what happened since does not wait for
// it. All that is a guess.
import type { SandboxClock } from '../clock.js'
import type { WorldEvent } from '../world/events.js'
import type { SubscriptionRecord } from '../world/records.js'
import type { World } from '../world/world.js'
import type { SandboxDelivery, SandboxWebhooks } from './delivery.js'
import { createLanes } from './lanes.js'
import { isWanted, payloadOf } from './payload.js'
import { createSender } from './sender.js'
import type { WebhookSettings } from './webhook-options.js'

/** Deliveries, for the sandbox itself. */
export interface Webhooks extends SandboxWebhooks {
  /** Forgets all deliveries, and what was to happen to the next; ids begin anew. */
  readonly reset: () => void
  /** Ends what is under way, and sends nothing any more. */
  readonly close: () => Promise<void>
}

interface Parcel {
  readonly id: string
  readonly event: string
  readonly payload: string
  readonly subscription: SubscriptionRecord
  attempts: number
  hasArrived: boolean
}

const retryDelaysMs = [10_000, 60_000, 600_000, 3_600_000]

/** Delivers from now on what happens in a world. */
export function createWebhooks(
  world: World,
  clock: SandboxClock,
  settings: WebhookSettings,
): Webhooks {
  const sender = createSender(settings)
  const lanes = createLanes()
  const parcels = new Map<string, Parcel>()
  const deliveries: SandboxDelivery[] = []
  let held: Parcel[] | undefined
  let duplicates = 0

  const stopListening = world.onEvent((event) => {
    for (const subscription of world.subscriptions.values()) {
      if (isWanted(subscription, event)) post(event, subscription)
    }
  })

  function post(event: WorldEvent, subscription: SubscriptionRecord): void {
    const id = `delivery-${parcels.size + 1}`
    const payload = payloadOf(event)
    const parcel = { id, event: event.type, payload, subscription, attempts: 0, hasArrived: false }
    parcels.set(id, parcel)
    const copies = duplicates > 0 ? [parcel, parcel] : [parcel]
    duplicates = Math.max(0, duplicates - 1)
    if (held === undefined) for (const copy of copies) dispatch(copy)
    else held.push(...copies)
  }

  function dispatch(parcel: Parcel): void {
    lanes.add(parcel.subscription.id, async () => {
      if (!isKnown(parcel)) return
      await attempt(parcel)
      if (parcel.hasArrived || !isKnown(parcel)) return
      const delayMs = retryDelaysMs[parcel.attempts - 1]
      if (delayMs !== undefined) world.schedule(delayMs, () => retry(parcel))
    })
  }

  function retry(parcel: Parcel): void {
    const isSubscribed = world.subscriptions.has(parcel.subscription.id)
    if (!parcel.hasArrived && isSubscribed) dispatch(parcel)
  }

  /** What was on its way when everything was forgotten is not. */
  function isKnown(parcel: Parcel): boolean {
    return parcels.get(parcel.id) === parcel
  }

  async function attempt(parcel: Parcel): Promise<SandboxDelivery> {
    const { id, event, payload, subscription } = parcel
    parcel.attempts += 1
    const { attempts } = parcel
    const at = clock.now()
    const url = subscription.endpoint
    const status = await sender.send(url, payload)
    parcel.hasArrived ||= status !== null && status >= 200 && status < 300
    const subscriptionId = subscription.id
    const delivery = { id, subscriptionId, event, url, payload, attempt: attempts, status, at }
    if (isKnown(parcel)) deliveries.push(delivery)
    return delivery
  }

  return {
    key: settings.key,
    deliveries,
    redeliver(id) {
      const parcel = parcels.get(id)
      if (parcel === undefined) throw new TypeError('redeliver: there is no delivery with this id')
      return new Promise((resolve) => {
        lanes.add(parcel.subscription.id, async () => resolve(await attempt(parcel)))
      })
    },
    duplicate(count = 1) {
      if (!Number.isInteger(count) || count < 1) {
        throw new TypeError('duplicate: count must be a whole number above 0')
      }
      duplicates += count
    },
    hold() {
      held ??= []
    },
    release(order = 'in_order') {
      if (order !== 'in_order' && order !== 'reversed') {
        throw new TypeError('release: order must be in_order or reversed')
      }
      const parcelsToSend = held ?? []
      held = undefined
      for (const parcel of order === 'reversed' ? parcelsToSend.toReversed() : parcelsToSend) {
        dispatch(parcel)
      }
    },
    async idle() {
      world.settle()
      await lanes.idle()
    },
    reset() {
      parcels.clear()
      deliveries.length = 0
      held = undefined
      duplicates = 0
    },
    async close() {
      stopListening()
      sender.close()
      // What ends like that is no attempt of which anything could be told.
      parcels.clear()
      await lanes.idle()
    },
  }
}
