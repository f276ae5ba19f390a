/** The files of the documentation that a run is kept in. */
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { formatMarkdown } from '../table.js'
import { drawPicture } from './picture.js'
import { type PeerReport, peerTable } from './report.js'

const docs = resolve(import.meta.dirname, '../../docs')
const page = join(docs, 'bench.md')
const data = join(docs, 'bench.json')
const picture = join(docs, 'bench.svg')

const begin = '<!-- what `npm run bench -- --write` measured -->'
const end = '<!-- end of it -->'

/** What the page says between its two marks. */
export function pageSection(report: PeerReport): string {
  return [begin, `${report.machine}, ${report.date}.`, formatMarkdown(peerTable(report)), end].join(
    '\n\n',
  )
}

/** Keeps a run: its figures, and the table and the picture that are made of them. */
export async function writeDocuments(report: PeerReport): Promise<void> {
  const before = await readFile(page, 'utf8')
  const from = before.indexOf(begin)
  const to = before.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${page} lacks its two marks: ${begin} and ${end}`)
  const after = before.slice(0, from) + pageSection(report) + before.slice(to + end.length)
  await writeFile(page, after)
  await writeFile(data, `${JSON.stringify(report, null, 2)}\n`)
  await writeFile(picture, drawPicture(report))
}
