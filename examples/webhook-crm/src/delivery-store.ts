import type { WebhookStore } from 'firstaml-client/webhooks'
import type { CrmDatabase } from './database.js'

/** Remembers deliveries in the database, so that a duplicate after a restart is still one. */
export function createDeliveryStore(database: CrmDatabase): WebhookStore {
  const forgetOld = database.prepare('DELETE FROM deliveries WHERE ends_at <= ?')
  const add = database.prepare('INSERT OR IGNORE INTO deliveries (key, ends_at) VALUES (?, ?)')
  const forget = database.prepare('DELETE FROM deliveries WHERE key = ?')
  return {
    add: async (key, ttlMs) => {
      const now = Date.now()
      forgetOld.run(now)
      return add.run(key, now + ttlMs).changes === 1
    },
    delete: async (key) => forget.run(key),
  }
}
