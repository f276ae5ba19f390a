import { afterEach, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'

afterEach(closeSandboxes)

const fields = '... on WebhookSubscription { id endpoint eventTypes failureEmail }'
const create = `mutation ($input: CreateWebhookInput!) { createWebhookSubscription(input: $input) { __typename ${fields} } }`
const remove = `mutation ($input: DeleteWebhookInput!) { deleteWebhookSubscription(input: $input) { __typename ${fields} } }`
const list =
  '{ me { accessibleOrganizations { webhooks { id } offices { key webhooks { id } } } } }'

const input = {
  endpoint: 'https://crm.example.test/first-aml',
  eventTypes: ['CASE_CREATED', 'PDF_UPDATED', 'CASE_CREATED'],
  failureEmail: 'it@example.test',
}

it('keeps subscriptions, lists them where they cover something, and ends them', async () => {
  const sandbox = await startSandbox({ listen: false })
  const { result } = await enter(sandbox)
  const made = await result(create, {
    input: { ...input, targets: [{ organizationKey: 'org-harbour' }] },
  })
  expect(made).toEqual({
    __typename: 'WebhookSubscription',
    id: 'hook-1',
    ...input,
    eventTypes: ['CASE_CREATED', 'PDF_UPDATED'],
  })
  const offices = { organizationKey: 'org-harbour', officeKeys: ['off-auckland'] }
  await result(create, { input: { ...input, targets: [offices] } })
  await result(create, { input: { ...input, targets: [{ organizationKey: 'org-tussock' }] } })
  const [one, two, three] = [{ id: 'hook-1' }, { id: 'hook-2' }, { id: 'hook-3' }]
  expect(await result(list)).toEqual({
    accessibleOrganizations: [
      {
        webhooks: [one, two],
        offices: [
          { key: 'off-wellington', webhooks: [one] },
          { key: 'off-auckland', webhooks: [one, two] },
        ],
      },
      { webhooks: [three], offices: [] },
    ],
  })
  expect(await result(remove, { input: one })).toEqual(made)
  expect(await result(remove, { input: one })).toEqual({ __typename: 'ValidationErrors' })
  expect(await result(list)).toMatchObject({
    accessibleOrganizations: [{ webhooks: [two] }, { webhooks: [three] }],
  })
})

it('lets nobody end what covers an organization out of their reach', async () => {
  const client = { clientId: 'h', clientSecret: 'not-a-secret', organizations: ['org-harbour'] }
  const sandbox = await startSandbox({ listen: false, clients: [client] })
  const targets = [{ organizationKey: 'org-harbour' }, { organizationKey: 'org-tussock' }]
  await (await enter(sandbox)).result(create, { input: { ...input, targets } })
  const { result } = await enter(sandbox, client)
  const refused = { __typename: 'ValidationErrors' }
  expect(await result(remove, { input: { id: 'hook-1' } })).toEqual(refused)
})

it.each([
  ['http://127.0.0.1:8080/hook', true, 'WebhookSubscription'],
  ['http://localhost/hook', true, 'WebhookSubscription'],
  ['http://[::1]:8080/hook', true, 'WebhookSubscription'],
  ['http://127.0.0.1:8080/hook', false, 'ValidationErrors'],
  ['http://127.0.0.1.example.test/hook', true, 'ValidationErrors'],
  ['http://crm.example.test/hook', true, 'ValidationErrors'],
  ['ftp://example.test/hook', true, 'ValidationErrors'],
])('answers the endpoint %s, with allowHttpWebhooks %s, with %s', async (...row) => {
  const [endpoint, allowHttpWebhooks, typeName] = row
  const { result } = await enter(await startSandbox({ listen: false, allowHttpWebhooks }))
  const targets = [{ organizationKey: 'org-harbour' }]
  expect(await result(create, { input: { ...input, endpoint, targets } })).toMatchObject({
    __typename: typeName,
  })
})
