/**
 * The snapshot: a schema in a file, kept under version control. It is touched only when there is
 * something new to say, so that pulling twice leaves no difference.
 */
import { readFileIfAny, stageFile } from './snapshot-file.js'
import { hashSchema, readStampedSchema, type Stamp, stampSchema } from './stamp.js'

export interface NewSnapshot {
  readonly body: string
  /** Where the schema comes from. */
  readonly source: string
  /** True when it came from the snapshot itself, by way of a server that mirrors it. */
  readonly mirrored: boolean
  /** The day it was seen, `YYYY-MM-DD`. */
  readonly today: string
}

export interface KeptSnapshot {
  readonly stamp: Stamp
  /** Whether the schema differs from the one that was in the file. */
  readonly changed: boolean
  /** Whether the file was written: also for a new source, or a first stamp. */
  readonly written: boolean
}

export async function keepSnapshot(path: string, fresh: NewSnapshot): Promise<KeptSnapshot> {
  const { body, source, mirrored, today } = fresh
  const before = await readFileIfAny(path)
  const { stamp: old, body: oldBody } = readStampedSchema(before ?? '')
  const hash = hashSchema(body)
  const changed = body !== oldBody
  const unchanged = old !== undefined && !changed && old.hash === hash
  if (unchanged && (mirrored || old.source === source)) {
    return { stamp: old, changed: false, written: false }
  }
  const stamp: Stamp = { source: mirrored ? markEdited(old, source) : source, date: today, hash }
  const staged = await stageFile(path, stampSchema(body, stamp))
  await staged.commit()
  return { stamp, changed, written: true }
}

const edited = ', edited here since'

/**
 * A schema that differs from its mirror image was edited in the file. Words of the author stay
 * true of it, but an address no longer is where it comes from.
 */
function markEdited(old: Stamp | undefined, source: string): string {
  if (!old) return source
  const isPulled = /^https?:/.test(old.source) && !old.source.endsWith(edited)
  return isPulled ? `${old.source}${edited}` : old.source
}
