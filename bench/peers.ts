/**
 * `npm run bench`: ours against the clients that people use for GraphQL, on one local server, in one
 * run, as one table. What is measured, and how to read it, is in docs/bench.md.
 *
 * `--quick` takes fewer rounds, `--markdown` prints the table for the documentation, and `--write`
 * keeps the run: docs/bench.json, the table in docs/bench.md, and the picture docs/bench.svg.
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { writeDocuments } from './peers/documents.js'
import { measurePeers, type PeerSettings } from './peers/measure-peers.js'
import { type PeerReport, peerTable } from './peers/report.js'
import { formatMarkdown, formatPlain } from './table.js'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
})

const built = pathToFileURL(resolve(import.meta.dirname, '../dist/index.js')).href
const settings: PeerSettings = {
  callers: flags.quick ? 300 : 1_000,
  burstRounds: flags.quick ? 1 : 5,
  importRounds: flags.quick ? 3 : 15,
  entryOf: (name) => (name === 'firstaml-client' ? built : name),
  generations: flags.quick ? 1 : 4,
  rounds: flags.quick ? 6 : 12,
  slicesPerRound: 10,
  operationsPerSlice: 30,
  warmUpOperations: flags.quick ? 1_500 : 4_000,
}

/** Progress goes to stderr, so that the table alone can be piped into a file. */
const say = (text: string) => process.stderr.write(`${text}\n`)

const figures = await measurePeers(settings, say)
const [load = 0] = loadavg()
const report: PeerReport = {
  date: new Date().toISOString().slice(0, 10),
  machine: `Node ${process.versions.node}, ${availableParallelism()} cores (${cpus()[0]?.model.trim()}), load ${load.toFixed(1)}`,
  callers: settings.callers,
  figures,
}
console.log(report.machine)
console.log((flags.markdown ? formatMarkdown : formatPlain)(peerTable(report)))
if (flags.write) await writeDocuments(report)
