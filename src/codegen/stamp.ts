/**
 * The stamp: a few comment lines at the head of a snapshot that say where its schema comes from,
 * since when it is as it is, and by which hash to notice an edit.
 */
import { createHash } from 'node:crypto'

export interface Stamp {
  /** Where the schema comes from: an address without its query string, or words. */
  readonly source: string
  /** The day on which this schema was first seen there, `YYYY-MM-DD` in UTC. */
  readonly date: string
  /** SHA-256 of the schema text below the stamp, in hexadecimal. */
  readonly hash: string
}

export interface StampedSchema {
  /** Undefined when the text has no stamp, or only parts of one. */
  readonly stamp: Stamp | undefined
  readonly body: string
}

const title = '# The GraphQL schema of the First AML Public API, in normal form.'

export function stampSchema(body: string, { source, date, hash }: Stamp): string {
  return [title, `# source: ${source}`, `# date: ${date}`, `# sha256: ${hash}`, '', body].join('\n')
}

/** Takes a snapshot apart. A text without a stamp is all body. */
export function readStampedSchema(text: string): StampedSchema {
  const head = /^(?:#[^\n]*\n)*/.exec(text)?.[0] ?? ''
  const source = readLine(head, 'source')
  const date = readLine(head, 'date')
  const hash = readLine(head, 'sha256')
  if (source === undefined || date === undefined || hash === undefined) {
    return { stamp: undefined, body: text }
  }
  return { stamp: { source, date, hash }, body: text.slice(head.length).replace(/^\n/, '') }
}

function readLine(head: string, name: string): string | undefined {
  return new RegExp(`^# ${name}: (.+)$`, 'm').exec(head)?.[1]
}

export function hashSchema(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}
