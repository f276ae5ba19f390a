// `npm run bench`, small: it stays able to run, and what the documentation shows is what its run
// measured. Times and sizes are judged by the bench alone.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageSection } from '../../bench/peers/documents.js'
import { measurePeers, type PeerFigures } from '../../bench/peers/measure-peers.js'
import { peers } from '../../bench/peers/peers.js'
import { drawPicture } from '../../bench/peers/picture.js'
import { type PeerReport, peerTable } from '../../bench/peers/report.js'
import { formatMarkdown } from '../../bench/table.js'
import { type Bundle, bundleMainEntry } from '../client/bundle.js'

const docs = join(import.meta.dirname, '../../docs')
const names = peers.map(({ contender }) => contender.name)

describe('the bench against other clients', () => {
  let bundle: Bundle
  let figures: readonly PeerFigures[]

  beforeAll(async () => {
    bundle = await bundleMainEntry('esm')
    figures = await measurePeers(
      {
        callers: 20,
        burstRounds: 1,
        importRounds: 1,
        entryOf: (name) => (name === 'firstaml-client' ? bundle.file : name),
        generations: 1,
        rounds: 1,
        slicesPerRound: 1,
        operationsPerSlice: 2,
        warmUpOperations: 2,
      },
      () => {},
    )
  }, 120_000)
  afterAll(() => bundle.remove())

  it('measures everybody: operations, bundle and import', () => {
    expect(figures.map(({ name }) => name)).toEqual(names)
    for (const { elapsedUs, cpuUs, bundle: size, importMs, name } of figures) {
      const measured = [elapsedUs.value, cpuUs.value, size.value, importMs?.value ?? 1]
      expect(measured.map((value) => value > 0, name)).toEqual([true, true, true, true])
    }
  })

  it('has ours replace a revoked token once, and all others get through the 401s', () => {
    expect(figures[0]?.burst).toEqual({ tokens: 1, errors: 0, requests: 40 })
    for (const { burst, name } of figures) {
      expect([name, burst.errors, burst.requests]).toEqual([name, 0, 40])
    }
  })

  it('takes ratios against ours', () => {
    expect(figures[0]).toMatchObject({ isOurs: true, cpuUs: { ratio: 1 }, bundle: { ratio: 1 } })
    const [ours, other] = figures
    if (!ours || !other) throw new Error('there are fewer than two')
    expect(other.bundle.ratio).toBeCloseTo(other.bundle.value / ours.bundle.value)
  })

  it('prints a row for each', () => {
    const report: PeerReport = { date: '2026-11-29', machine: 'a machine', callers: 20, figures }
    const text = formatMarkdown(peerTable(report))
    for (const name of names) expect(text).toContain(`| ${name} |`)
    expect(text).not.toMatch(/NaN|undefined/)
  })
})

describe('docs/bench', () => {
  let report: PeerReport
  beforeAll(async () => {
    report = JSON.parse(await readFile(join(docs, 'bench.json'), 'utf8'))
  })

  it('shows the table of the run that is kept beside it', async () => {
    expect(report.figures.map(({ name }) => name)).toEqual(names)
    expect(await readFile(join(docs, 'bench.md'), 'utf8')).toContain(pageSection(report))
  })

  it('shows the picture of that run, with every client and value in words too', async () => {
    const picture = await readFile(join(docs, 'bench.svg'), 'utf8')
    expect(picture).toBe(drawPicture(report))
    expect(picture).toContain('prefers-color-scheme: dark')
    for (const { burst } of report.figures) expect(picture).toContain(`>${burst.tokens}</text>`)
  })
})
