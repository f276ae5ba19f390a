// What an integration gets by itself that is built on this package: the whole review, over a run
// with everything in it that goes wrong.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createClient, toIntId, unwrap } from '../../../src/index.js'
import {
  AddIndividualDocumentDocument,
  AddIndividualDocumentFileDocument,
  CaseStatusDocument,
  MeDocument,
  UpdateCaseReferenceDocument,
} from '../../../src/operations.js'
import { formatReview } from '../../../src/sandbox/index.js'
import { createSelectionTracker } from '../../../src/testing/index.js'
import { createFakeClock } from '../../support/fake-clock.js'
import { type FaultyVendor, startFaultyVendor } from './faulty-vendor.js'
import { refusal } from './rig.js'

const clock = createFakeClock()
let vendor: FaultyVendor
beforeEach(async () => {
  vendor = await startFaultyVendor(clock.runtime)
})
afterEach(() => vendor.close())

/** Lets time pass, a little at a time, while the vendor has nothing to do. */
async function live<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  const settled = work.finally(() => {
    isDone = true
  })
  settled.catch(() => {})
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve))
    if (vendor.open() === 0) await clock.advance(10)
  }
  return settled
}

/** An application that reads whatever it asked for. */
const readAll = (value: unknown) => JSON.stringify(value)

it('passes the whole review with 429s, faults, revoked and ended tokens, files and mutations', async () => {
  const tracker = createSelectionTracker()
  const client = tracker.watch(
    createClient({
      baseUrl: vendor.url,
      ...vendor.sandbox.credentials,
      userAgent: 'acme-crm/1.2',
      runtime: clock.runtime,
      timeoutMs: Number.POSITIVE_INFINITY,
      retry: { totalMs: Number.POSITIVE_INFINITY },
    }),
  )
  const me = async () => readAll(await client.request(MeDocument))

  vendor.refuseNext('/oauth/token', refusal(429, '1'))
  await live(Promise.all([me(), me(), me()]))

  vendor.refuseNext('/graphql/', refusal(429, '2'), refusal(503, '3'), refusal(429))
  const caseIds = ['1001', '1002', '1003', '1004', '1005']
  await live(
    Promise.all(
      caseIds.map(async (caseId) => readAll(await client.request(CaseStatusDocument, { caseId }))),
    ),
  )

  vendor.refuseNext('/graphql/', refusal(502), refusal(500), refusal(504))
  await live(me())

  vendor.sandbox.revokeTokens()
  await live(me())

  const ofPerson = { caseId: toIntId('1001'), individualId: toIntId('200001') }
  const document = await live(
    client.request(AddIndividualDocumentDocument, {
      input: {
        ...ofPerson,
        documentType: 'PASSPORT',
        documentTitle: 'Passport',
        countryCode: 'NZ',
        fields: [],
      },
    }),
  )
  const { documentId } = unwrap(document.addIndividualDocument)
  const added = await live(
    client.request(AddIndividualDocumentFileDocument, {
      input: {
        ...ofPerson,
        documentId: toIntId(documentId),
        fileTitle: 'Front',
        fileExtension: '.pdf',
      },
    }),
  )
  readAll([document, added])
  const { uploadUrl, file } = unwrap(added.addIndividualDocumentFile)
  vendor.refuseNext('/uploads/', refusal(429, '1'))
  const sent = await live(client.fetch(uploadUrl, { method: 'POST', body: '%PDF-' }))
  expect(sent.status).toBe(204)
  vendor.refuseNext('/files/', refusal(503, '1'))
  const download = await live(client.fetch(file.contentsUrl))
  expect(await download.text()).toBe('%PDF-')

  vendor.refuseNext('/graphql/', refusal(429, '1'))
  const input = { caseId: '1001', reference: 'CRM-7' }
  readAll(await live(client.request(UpdateCaseReferenceDocument, { input })))

  await clock.advance(86_400_000 - 10_000)
  await live(me())
  await clock.advance(3_600_000)
  await live(me())
  client.dispose()

  const report = vendor.report({ selection: tracker.report() })
  expect(
    report.items.map(({ id, verdict }) => [id, verdict]),
    formatReview(report),
  ).toEqual([
    ['throttling', 'pass'],
    ['token-caching', 'pass'],
    ['user-agent', 'pass'],
    ['scopes', 'pass'],
    ['over-selection', 'pass'],
  ])
  const [throttling, tokens, , , selection] = report.items.map(({ counts }) => counts)
  expect(throttling).toMatchObject({ refused: 10, repeated: 10, early: 0, growing: 1 })
  expect(tokens).toEqual({ issued: 3, early: 0 })
  expect(selection).toMatchObject({ tracked: 5, neverRead: 0 })
  expect(report.passed).toBe(true)
}, 20_000)
