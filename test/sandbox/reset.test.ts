import { afterEach, describe, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, getToken, postGraphql, startOfTest, startSandbox } from './support.js'

const everything = `{ searchCases(input: { sortField: UPDATED_ON, sortDirection: ASCENDING, pageSize: 100 }) {
  ... on PageOfCasesMatchingSearch { cases { caseId caseStatus reference name lastUpdatedOn } } } }`
const submit = (caseId: string) =>
  `mutation { submitCase(caseId: "${caseId}") { __typename ... on CaseInformation { caseStatus } } }`

afterEach(closeSandboxes)

describe('reset', () => {
  it('makes a sandbox as it was at its start, at the same address', async () => {
    const sandbox = await startSandbox()
    const before = await (await enter(sandbox)).data(everything)
    const { url } = sandbox
    const outsider = await enter(sandbox)
    await outsider.data(submit('1002'))
    sandbox.advanceTime(86_400_000)
    const unused = (await startSandbox()).review()
    expect(sandbox.review()).not.toEqual(unused)
    expect(await (await enter(sandbox)).data(everything)).not.toEqual(before)

    sandbox.reset()
    expect(sandbox.url).toBe(url)
    expect(sandbox.requests).toEqual([])
    expect(sandbox.review()).toEqual(unused)
    expect(Object.values(sandbox.requestCounts).every((count) => count === 0)).toBe(true)
    expect(await (await enter(sandbox)).data(everything)).toEqual(before)
    expect(sandbox.requests.every(({ receivedAt }) => receivedAt === startOfTest)).toBe(true)
  })

  it('gives the ids of a new sandbox, and drops what was about to happen', async () => {
    const sandbox = await startSandbox()
    const create = 'mutation { createCasePdf(input: { caseId: 1006 }) { id status } }'
    const first = await (await enter(sandbox)).data(create)
    const heard: string[] = []
    sandbox.world.onEvent(({ type, caseId }) => heard.push(`${type} ${caseId}`))
    sandbox.reset()
    const due = sandbox.world.nextDueAt()
    expect(due).toBe((await startSandbox()).world.nextDueAt())
    sandbox.advanceTime(60_000)
    expect(heard).toEqual([])
    expect(await (await enter(sandbox)).data(create)).toEqual(first)
  })

  it('refuses the tokens issued before, and takes new ones', async () => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    sandbox.reset()
    const query = { query: '{ me { apiClientId } }' }
    expect((await postGraphql(sandbox, token, query)).status).toBe(401)
    expect((await postGraphql(sandbox, await getToken(sandbox), query)).status).toBe(200)
    expect((await postGraphql(sandbox, token, query)).status).toBe(401)
  })
})

describe('env', () => {
  it('has what the environment of a child process needs', async () => {
    const sandbox = await startSandbox({ credentials: { clientId: 'a', clientSecret: 'b' } })
    expect(sandbox.env).toEqual({
      FIRSTAML_CLIENT_ID: 'a',
      FIRSTAML_CLIENT_SECRET: 'b',
      FIRSTAML_BASE_URL: sandbox.url,
    })
  })
})
