// Finds what no webhook told: all cases that changed since the last catch-up that came to its end.
// Where it is, is kept in the database: after a crash it goes on at the page it was at.
import { type FirstAmlClient, isFirstAmlError } from 'firstaml-client'
import type { Crm } from './crm.js'
import type { CrmDatabase } from './database.js'

/** Clocks differ; a case that is read twice does no harm. */
const marginMs = 5 * 60_000

interface Place {
  /** Changes up to here are known. */
  readonly mark: number | null
  /** When the catch-up under way began; null when there is none. */
  readonly began_at: number | null
  readonly cursor: string | null
}

export type CatchUp = (signal: AbortSignal) => Promise<{ readonly count: number }>

export function createCatchUp(client: FirstAmlClient, crm: Crm, database: CrmDatabase): CatchUp {
  const readPlace = database.prepare('SELECT mark, began_at, cursor FROM catch_up')
  const begin = database.prepare('UPDATE catch_up SET began_at = ?, cursor = NULL')
  const reach = database.prepare('UPDATE catch_up SET cursor = ?')
  const finish = database.prepare('UPDATE catch_up SET mark = ?, began_at = NULL, cursor = NULL')

  return async (signal) => {
    const { mark, began_at, cursor } = readPlace.get() as Place
    const beganAt = began_at ?? Date.now()
    if (began_at === null) begin.run(beganAt)
    const changed = client.cases({
      signal,
      ...(mark !== null && { updatedAfter: new Date(mark) }),
      ...(cursor !== null && { cursor }),
    })
    let count = 0
    let reached = cursor ?? undefined
    try {
      for await (const found of changed) {
        if (changed.cursor !== undefined && changed.cursor !== reached) {
          reached = changed.cursor
          reach.run(reached)
        }
        crm.save(found, beganAt)
        count++
      }
    } catch (error) {
      // A cursor that is too old is refused. The next catch-up begins anew at the mark.
      if (isFirstAmlError(error) && error.code === 'validation_failed') begin.run(null)
      throw error
    }
    finish.run(beganAt - marginMs)
    return { count }
  }
}
