// Reads the cases of the inbox, one after the other, and writes them into the CRM. An event says
// that a case changed, never how; so the order of events is nothing to worry about.
import { type FirstAmlClient, isFirstAmlError, unwrap } from 'firstaml-client'
import { caseForCrm } from './case-query.js'
import type { Crm } from './crm.js'
import type { Inbox, InboxEntry } from './inbox.js'
import type { Log } from './log.js'

export interface ReadBack {
  /** Reads what the inbox holds, now or after what is being read. */
  readonly wake: () => void
  /** Ends; what has not been read stays in the inbox. */
  readonly stop: () => Promise<void>
}

const retryAfterMs = 30_000

export function createReadBack(client: FirstAmlClient, crm: Crm, inbox: Inbox, log: Log): ReadBack {
  const ending = new AbortController()
  const { signal } = ending
  let running: Promise<void> = Promise.resolve()
  let isRunning = false
  let isAskedAgain = false
  let retry: NodeJS.Timeout | undefined

  /** @returns false when it is to be tried again. */
  async function read(entry: InboxEntry): Promise<boolean> {
    const { caseId } = entry
    try {
      const readAt = Date.now()
      const { caseDetails } = await client.request(caseForCrm, { caseId }, { signal })
      crm.save(unwrap(caseDetails), readAt)
    } catch (error) {
      // Such a case is not there, or not for us. Another try would not change that.
      const isHopeless = isFirstAmlError(error) && error.code === 'validation_failed'
      if (!signal.aborted) log.warn({ caseId, err: error }, 'a case could not be read')
      if (!isHopeless) return false
    }
    inbox.settle(entry)
    return true
  }

  async function drain(): Promise<void> {
    isRunning = true
    let isDone = true
    do {
      isAskedAgain = false
      for (const entry of inbox.list()) {
        if (signal.aborted) break
        isDone = (await read(entry)) && isDone
      }
    } while (isAskedAgain && !signal.aborted)
    // In the same step as the last look at the flag, or an event in between would wait for the next.
    isRunning = false
    if (!isDone && !signal.aborted) retry = setTimeout(wake, retryAfterMs)
  }

  function wake(): void {
    clearTimeout(retry)
    isAskedAgain = true
    if (!isRunning) running = drain()
  }

  return {
    wake,
    stop: async () => {
      ending.abort()
      clearTimeout(retry)
      await running
    },
  }
}
