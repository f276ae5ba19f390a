// Integrations that misbehave, each in its own way, against a sandbox: plain fetch, no client of ours.
import { getNamedType, isLeafType, isObjectType } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { formatReview, type ReviewItemId, type Sandbox } from '../../../src/sandbox/index.js'
import { enter } from '../outsider.js'
import {
  closeSandboxes,
  getToken,
  postGraphql,
  sendRaw,
  startOfTest,
  startSandbox,
} from '../support.js'
import { startFaultyVendor } from './faulty-vendor.js'
import { createRig, itemOf, ok, refusal, schema } from './rig.js'

afterEach(closeSandboxes)

const judge = (sandbox: Sandbox, id: ReviewItemId) => itemOf(sandbox.review(), id)

it('has observed nothing of a sandbox that nobody used, which is no pass', async () => {
  const report = (await startSandbox()).review()
  expect(report).toMatchObject({ passed: false, requests: 0 })
  expect(report.items.map(({ verdict }) => verdict)).toEqual(Array(5).fill('not observed'))
  expect(formatReview(report)).toMatch(/^Go-live review: NOTHING SEEN \(0 requests\)\n\n1\. /)
})

it('passes somebody who does everything right, in process and by socket alike', async () => {
  for (const isInProcess of [true, false]) {
    const sandbox = await startSandbox()
    const { ask } = await enter(sandbox, isInProcess ? {} : { fetch })
    await ask('query Me { me { apiClientId } }')
    expect(sandbox.review()).toMatchObject({ passed: true, requests: 2 })
  }
})

describe('the User-Agent', () => {
  it('fails who sends none, told by place', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    const authorization = `Bearer ${token}`
    for (let count = 0; count < 3; count += 1) {
      await sendRaw(`${sandbox.url}/files/1?secret=1`, { headers: { authorization } })
    }
    await sendRaw(sandbox.graphqlUrl, {
      method: 'POST',
      headers: { 'user-agent': ' ' },
      body: '{}',
    })
    const item = judge(sandbox, 'user-agent')
    expect(item).toMatchObject({ verdict: 'fail', counts: { requests: 5, missing: 4 } })
    expect(item.evidence.map(({ request, text }) => [request, text])).toEqual([
      [2, 'carried no User-Agent'],
      [5, 'carried no User-Agent'],
      [null, 'file, GET /files/1: 3 without a User-Agent'],
      [null, 'graphql, POST /graphql/: 1 without a User-Agent'],
    ])
    expect(sandbox.review().passed).toBe(false)
    expect(JSON.stringify(sandbox.review())).not.toMatch(/secret|eyJ/)
  })
})

describe('throttling', () => {
  it('fails a loop that fetches until it is let through', async () => {
    // Nothing waits, so time may stand still.
    const vendor = await startFaultyVendor({ now: () => startOfTest, monotonic: () => 0 })
    const token = await getToken({ ...vendor.sandbox, tokenUrl: `${vendor.url}/oauth/token` })
    const loop = async (name: string) => {
      for (let status = 0; status !== 200; ) {
        const response = await fetch(`${vendor.url}/graphql/`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: `query ${name} { me { scopes } }` }),
        })
        status = response.status
      }
    }
    vendor.refuseNext('/graphql/', refusal(429, '30'), refusal(429, '30'))
    await loop('Throttled')
    vendor.refuseNext('/graphql/', refusal(503), refusal(502), refusal(500))
    await loop('Broken')
    const report = vendor.report({})
    await vendor.close()
    const { counts, evidence, verdict } = itemOf(report, 'throttling')
    expect(verdict).toBe('fail')
    expect(counts).toMatchObject({ refused: 5, repeated: 5, early: 2, hammering: 1 })
    expect(evidence.map(({ operation, text }) => [operation, text])).toEqual([
      ['query Throttled', 'came again after 0 ms, told to wait 30000 ms'],
      ['query Throttled', 'came again after 0 ms, told to wait 30000 ms'],
      [null, 'query Broken came again 3 times in a row without a wait'],
    ])
  })
})

describe('tokens', () => {
  it('fail who gets one for each request, and warn of a single one too many', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 3600 })
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').verdict).toBe('pass')
    sandbox.advanceTime(60_000)
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching')).toMatchObject({
      verdict: 'warn',
      counts: { issued: 2, early: 1 },
      evidence: [
        {
          request: 2,
          at: startOfTest + 60_000,
          operation: 'POST /oauth/token',
          text: 'sandbox-client-id held a token that was good for another 3540 s',
        },
      ],
    })
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').verdict).toBe('fail')
  })

  it('may be renewed shortly before the end, and each only once', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 3600 })
    await getToken(sandbox)
    sandbox.advanceTime(3_600_000 - 180_000)
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').counts).toEqual({ issued: 2, early: 0 })
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').counts).toEqual({ issued: 3, early: 1 })
  })

  it('may not be renewed earlier than that', async () => {
    const sandbox = await startSandbox({ tokenLifetimeSeconds: 3600 })
    await getToken(sandbox)
    sandbox.advanceTime(3_600_000 - 180_001)
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').counts.early).toBe(1)
  })

  it('may be replaced once revoked, by each of several who held one', async () => {
    const sandbox = await startSandbox()
    const tokens = [await getToken(sandbox), await getToken(sandbox)]
    sandbox.revokeTokens()
    for (const token of tokens) {
      await postGraphql(sandbox, token, { query: '{ me { scopes } }' })
      await getToken(sandbox)
    }
    expect(judge(sandbox, 'token-caching').counts).toEqual({ issued: 4, early: 1 })
  })

  it('may be replaced once revoked, although nobody tried the old one', async () => {
    const sandbox = await startSandbox()
    await getToken(sandbox)
    sandbox.revokeTokens()
    await getToken(sandbox)
    expect(judge(sandbox, 'token-caching').counts).toEqual({ issued: 2, early: 0 })
  })

  it('may be replaced once refused, whatever the reason', async () => {
    const rig = createRig()
    await rig.enter()
    rig.answers = [refusal(401), ok()]
    await rig.ask()
    await rig.enter()
    await rig.ask()
    expect(rig.item('token-caching')).toMatchObject({ verdict: 'pass', counts: { issued: 2 } })
  })

  it('belong to their client: another may have its own', async () => {
    const other = { clientId: 'other', clientSecret: 'other-not-a-secret' }
    const sandbox = await startSandbox({ clients: [other] })
    await enter(sandbox)
    await enter(sandbox, other)
    expect(judge(sandbox, 'token-caching').verdict).toBe('pass')
  })
})

describe('scopes', () => {
  const reader = { clientId: 'reader', clientSecret: 'reader-not-a-secret', scopes: ['read-only'] }

  it('fail who tries what its client may not do', async () => {
    const sandbox = await startSandbox({ clients: [reader] })
    const { ask } = await enter(sandbox, reader)
    await ask('query Mine { me { scopes } }')
    expect(judge(sandbox, 'scopes').verdict).toBe('pass')
    await ask(
      'mutation Submit($id: String!) { ...All } fragment All on Mutation { submitCase(caseId: $id) { __typename } }',
      { id: '1002' },
    )
    expect(judge(sandbox, 'scopes')).toMatchObject({
      verdict: 'fail',
      counts: { judged: 2, refused: 1 },
      evidence: [
        {
          request: 3,
          operation: 'mutation Submit',
          text: 'tried submitCase, which wants case-management; reader has read-only',
        },
      ],
    })
  })

  it('are judged by the schema that is served at the time', async () => {
    const sandbox = await startSandbox({ clients: [reader] })
    const { send } = await enter(sandbox, reader)
    // With plain JSON an operation that is not valid answers 200, as one that is.
    const submit = () =>
      send(sandbox.graphqlUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: 'mutation { submitCase(caseId: "1002") { __typename } }' }),
      })
    sandbox.dropField('Mutation.submitCase')
    await submit()
    expect(judge(sandbox, 'scopes').verdict).not.toBe('fail')
    sandbox.restoreField('Mutation.submitCase')
    await submit()
    expect(judge(sandbox, 'scopes')).toMatchObject({ verdict: 'fail', counts: { refused: 1 } })
  })

  it('count what is left out for nothing, and what is refused before for nothing', async () => {
    const sandbox = await startSandbox({ clients: [reader] })
    const { ask } = await enter(sandbox, reader)
    const text = (inner: string) =>
      `mutation Maybe($go: Boolean! = false) { __typename ${inner} { __typename } }`
    await ask(text('submitCase(caseId: "1") @include(if: $go)'))
    await ask('mutation { __typename submitCase(caseId: "1") @skip(if: true) { __typename } }')
    await ask(text('nothingOfTheKind'))
    await ask('this is no document')
    expect(judge(sandbox, 'scopes').counts).toEqual({ judged: 2, refused: 0 })
    await ask(text('submitCase(caseId: "1") @include(if: $go)'), { go: true })
    expect(judge(sandbox, 'scopes').counts).toEqual({ judged: 3, refused: 1 })
  })

  it('count what was not carried out for nothing', async () => {
    const rig = createRig()
    await rig.enter()
    const submit = 'mutation { submitCase(caseId: "1") { __typename } }'
    for (const status of [401, 429, 500]) {
      rig.answers = [refusal(status)]
      await rig.ask(submit)
    }
    rig.answers = [ok()]
    await rig.ask('mutation { submitCase(caseId: "1") { nothingOfTheKind } }')
    expect(rig.item('scopes').counts).toEqual({ judged: 0, refused: 0 })
    await rig.ask(submit)
    expect(rig.item('scopes').counts).toEqual({ judged: 1, refused: 1 })
  })

  it('are not what a download lacks that is refused for another reason', async () => {
    const sandbox = await startSandbox({ listen: false })
    const { send } = await enter(sandbox)
    sandbox.faults.next({ kind: 'file', fault: { type: 'status', status: 403 } })
    expect((await send(`${sandbox.url}/files/500001`)).status).toBe(403)
    expect(judge(sandbox, 'scopes').counts).toEqual({ judged: 1, refused: 0 })
  })

  it('cover downloads, and operations by GET', async () => {
    const sandbox = await startSandbox({ clients: [{ ...reader, scopes: [] }] })
    const { send } = await enter(sandbox, reader)
    await send(`${sandbox.url}/files/500001`)
    await send(`${sandbox.graphqlUrl}?query=${encodeURIComponent('{ me { scopes } }')}`)
    expect(judge(sandbox, 'scopes').evidence).toMatchObject([
      {
        operation: 'GET /files/500001',
        text: 'tried a download, which wants read-only; reader has none',
      },
      { operation: 'query', text: expect.stringContaining('tried me, which wants read-only') },
    ])
  })
})

it('looks at each fragment once, though each may be spread by two others twice', async () => {
  const sandbox = await startSandbox({
    listen: false,
    clients: [{ clientId: 'none', clientSecret: 'none-not-a-secret', scopes: [] }],
  })
  const { ask } = await enter(sandbox, { clientId: 'none', clientSecret: 'none-not-a-secret' })
  const chain = (type: string, name: string, end: string) =>
    Array.from({ length: 60 }, (_, at) => {
      const inner = at === 59 ? end : `...${name}${at + 1} ...${name}${at + 1}`
      return `fragment ${name}${at} on ${type} { ${inner} }`
    }).join(' ')
  const root = chain('Query', 'Root', 'me { ...Me0 }')
  await ask(`query Twice { ...Root0 } ${root} ${chain('ApiClientMetadata', 'Me', 'scopes')}`)
  const { counts } = judge(sandbox, 'over-selection')
  expect(counts).toMatchObject({ operations: 1, mostFields: 1 })
  expect(judge(sandbox, 'scopes').counts).toEqual({ judged: 1, refused: 1 })
})

describe('over-selection', () => {
  const entity =
    'entityId legalName entityType identifier registeredCountry { CCA2 } urls { __typename } exception { reason } documents { documentId } verificationCheckStatus { overall } latestVerificationReport { generatedOn }'
  const query = (fields: string) =>
    `query Entities { caseDetails(caseId: "1001") { ... on CaseInformation { entities { ${fields} } } } }`

  it('warns who selects every field of a large type, also through fragments', async () => {
    const rig = createRig()
    await rig.ask(query(entity))
    expect(rig.item('over-selection')).toMatchObject({ verdict: 'pass', counts: { wholeTypes: 0 } })
    const { all, some } = wholeEntity()
    await rig.ask(`${query(`...All ${some}`)} fragment All on CaseEntity { ${all} }`)
    expect(rig.item('over-selection')).toMatchObject({
      verdict: 'warn',
      counts: { wholeTypes: 1, operations: 2 },
    })
    expect(rig.item('over-selection').evidence[0]?.text).toMatch(
      /^query Entities selects every field of caseDetails\.entities: CaseEntity \(\d+ fields\)$/,
    )
    const selection = { operations: [{ operationName: 'Entities', read: ['a'], neverRead: [] }] }
    expect(itemOf(rig.report({ selection }), 'over-selection')).toMatchObject({
      verdict: 'pass',
      counts: { wholeTypes: 0 },
    })
  })

  it('believes a client that tells what it reads', async () => {
    const sandbox = await startSandbox()
    const { ask } = await enter(sandbox)
    await ask('query Me { me { apiClientId scopes } }')
    const judgeWith = (read: string[], neverRead: string[]) =>
      itemOf(
        sandbox.review({ selection: { operations: [{ operationName: 'Me', read, neverRead }] } }),
        'over-selection',
      )
    expect(judgeWith(['a', 'b'], [])).toMatchObject({ verdict: 'pass', counts: { tracked: 1 } })
    expect(judgeWith(['a'], ['b'])).toMatchObject({ verdict: 'warn', counts: { neverRead: 1 } })
    expect(judgeWith(['a', 'b'], ['c', 'd'])).toMatchObject({ verdict: 'warn' })
    expect(judgeWith(['a'], ['b', 'c', 'd'])).toMatchObject({
      verdict: 'fail',
      evidence: [{ text: 'Me: 3 of 4 fields that came were never read: b, c, d' }],
    })
  })

  it.each([null, [], { operations: {} }, { operations: [{ operationName: 'Me', read: 'all' }] }])(
    'refuses %j as such a report',
    async (selection) => {
      const sandbox = await startSandbox({ listen: false })
      const input = JSON.parse(JSON.stringify({ selection }))
      expect(() => sandbox.review(input)).toThrow(/^review: selection must be/)
    },
  )
})

/** Every field of an entity, each with what it must select; the first apart. */
function wholeEntity(): { readonly all: string; readonly some: string } {
  const type = schema.getType('CaseEntity')
  const fields = isObjectType(type) ? Object.values(type.getFields()) : []
  const [first = '', ...others] = fields.map(
    ({ name, type: of }) => `${name} ${isLeafType(getNamedType(of)) ? '' : '{ __typename }'}`,
  )
  return { all: first, some: others.join(' ') }
}

it('is written as text with what to do', async () => {
  const sandbox = await startSandbox()
  await getToken(sandbox)
  await getToken(sandbox)
  await getToken(sandbox)
  const text = formatReview(sandbox.review())
  expect(text).toMatch(/^Go-live review: FAILED \(3 requests\)$/m)
  expect(text).toContain(
    '2. Access tokens are cached while they are good: FAIL\n   Tokens issued: 3, of which 2 while the client held a good one.\n   - #2 2026-01-01T00:00:00.000Z POST /oauth/token: sandbox-client-id held a token',
  )
  expect(text).toContain('\n   To do: Keep the token until shortly before expires_in')
})
