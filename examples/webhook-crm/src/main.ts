// Keeps a small CRM in step with First AML: webhooks tell at once, a catch-up finds the rest.
import { clientFromEnv } from 'firstaml-client/node'
import { createWebhookDeduplicator } from 'firstaml-client/webhooks'
import { createCatchUp } from './catch-up.js'
import { createCrm } from './crm.js'
import { openDatabase } from './database.js'
import { createDeliveryStore } from './delivery-store.js'
import { createInbox } from './inbox.js'
import { createReadBack } from './read-back.js'
import { startSchedule } from './schedule.js'
import { createServer } from './server.js'

const { FIRSTAML_WEBHOOK_KEY: key, CRM_FILE, PORT, CATCH_UP_MINUTES } = process.env
if (!key) throw new TypeError('FIRSTAML_WEBHOOK_KEY is not set: the verifier key of the webhooks.')

const client = clientFromEnv({ userAgent: 'example-webhook-crm/1.0' })
const database = openDatabase(CRM_FILE ?? 'crm.sqlite')
const crm = createCrm(database)
const inbox = createInbox(database)

const server = createServer({
  key,
  deduplicator: createWebhookDeduplicator({
    store: createDeliveryStore(database),
    // Two changes of one case read the same, so each is taken; it costs a query at most.
    ttlMs: ({ eventType }) => (eventType === 'CaseCreated' ? 86_400_000 : 0),
  }),
  handle: (event) => {
    switch (event.eventType) {
      case 'CaseCreated':
      case 'CaseStatusUpdated':
        inbox.note(event.caseId)
        readBack.wake()
        break
      default:
        server.log.info({ eventType: event.eventType }, 'not of interest')
    }
  },
})
const readBack = createReadBack(client, crm, inbox, server.log)
const catchUp = createCatchUp(client, crm, database)

await server.listen({ port: Number(PORT ?? 3000), host: '127.0.0.1' })
readBack.wake()
const catchUps = startSchedule(
  async (signal) => {
    try {
      server.log.info(await catchUp(signal), 'caught up')
    } catch (error) {
      if (!signal.aborted) server.log.warn({ err: error }, 'could not catch up')
    }
  },
  Number(CATCH_UP_MINUTES ?? 15) * 60_000,
)

async function shutDown(): Promise<void> {
  // First what brings work, then those who do it, then what they work with.
  await server.close()
  await Promise.all([readBack.stop(), catchUps.stop()])
  client.dispose()
  database.close()
}
process.once('SIGINT', shutDown)
process.once('SIGTERM', shutDown)
