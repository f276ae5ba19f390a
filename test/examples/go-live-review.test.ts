import { gql } from '@urql/core'
import { afterAll, expect, it } from 'vitest'
import { createClient } from '../../src/index.js'
import { createSandbox, formatReview } from '../../src/sandbox/index.js'
import { createSelectionTracker } from '../../src/testing/index.js'

const sandbox = await createSandbox()
const tracker = createSelectionTracker()
const client = tracker.watch(
  createClient({ baseUrl: sandbox.url, ...sandbox.credentials, exchanges: [tracker.exchange] }),
)

afterAll(async () => {
  client.dispose()
  await sandbox.close()
  const report = sandbox.review({ selection: tracker.report() })
  expect(report.passed, formatReview(report)).toBe(true)
  tracker.assertAllRead()
})

const OrganizationsDocument = gql<{ me: { accessibleOrganizations: { name: string }[] } }>`
  query Organizations { me { accessibleOrganizations { name } } }
`

it('lists the organizations', async () => {
  const { me } = await client.request(OrganizationsDocument)
  expect(me.accessibleOrganizations.map(({ name }) => name)).toContain('Harbour Example Law')
})
