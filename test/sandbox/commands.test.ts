import { buildSchema } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { enter } from './outsider.js'
import { closeSandboxes, requestToken, startOfTest, startSandbox, tokenBody } from './support.js'

afterEach(closeSandboxes)

describe('rotateSecret', () => {
  it('gives the new secret, refuses the old one, and leaves tokens alone', async () => {
    const sandbox = await startSandbox()
    const before = tokenBody(sandbox)
    const { data } = await enter(sandbox)
    const secret = sandbox.rotateSecret()
    expect(sandbox.credentials).toEqual({
      clientId: 'sandbox-client-id',
      clientSecret: secret,
    })
    expect((await requestToken(sandbox, before)).status).toBe(401)
    expect((await requestToken(sandbox)).status).toBe(200)
    expect(await data('{ me { apiClientId } }')).toBeTruthy()
    expect(sandbox.rotateSecret()).not.toBe(secret)
  })

  it('rotates that of another client, if there is one', async () => {
    const other = { clientId: 'other', clientSecret: 'not-a-secret' }
    const sandbox = await startSandbox({ listen: false, clients: [other] })
    const clientSecret = sandbox.rotateSecret('other')
    expect(sandbox.credentials.clientSecret).toBe('sandbox-not-a-secret')
    const { data } = await enter(sandbox, { clientId: 'other', clientSecret })
    expect(await data('{ me { apiClientId } }')).toBeTruthy()
    expect(() => sandbox.rotateSecret('nobody')).toThrow(TypeError)
  })
})

describe('dropField', () => {
  const query = '{ caseDetails(caseId: "1001") { ... on CaseInformation { caseId reference } } }'
  const invalid = { errors: [{ message: expect.stringContaining('"reference"') }], data: null }

  it('takes a field out of text, introspection and execution, until it is put back', async () => {
    const sandbox = await startSandbox({ listen: false })
    const { ask, data, send } = await enter(sandbox)
    const text = async () => (await send(`${sandbox.graphqlUrl}?sdl`)).text()
    const introspected = async () =>
      JSON.stringify(await data('{ __type(name: "CaseInformation") { fields { name } } }'))
    const whole = await text()

    sandbox.dropField('CaseInformation.reference')
    expect(await ask(query)).toMatchObject({ status: 400, ...invalid })
    expect(await introspected()).not.toContain('"reference"')
    expect(await introspected()).toContain('"caseId"')
    const dropped = await text()
    const fieldsOf = (sdl: string) => {
      const type = buildSchema(sdl).getType('CaseInformation')
      return type && 'getFields' in type ? Object.keys(type.getFields()) : []
    }
    expect(fieldsOf(dropped)).toEqual(fieldsOf(whole).filter((name) => name !== 'reference'))
    // Nothing else of the text is another, and no gap is left.
    const lines = new Set(whole.split('\n'))
    expect(dropped.split('\n').filter((line) => !lines.has(line))).toEqual([])
    const gapsIn = (sdl: string) => sdl.split('\n').filter((line) => line.trim() === '').length
    expect(gapsIn(dropped)).toBe(gapsIn(whole))

    sandbox.restoreField('CaseInformation.reference')
    expect(await ask(query)).toMatchObject({ status: 200, errors: undefined })
    expect(await text()).toBe(whole)
  })

  it('keeps the data, and takes several fields, inputs too', async () => {
    const sandbox = await startSandbox({ listen: false })
    const { ask, result } = await enter(sandbox)
    sandbox.dropField('CaseInformation.reference')
    sandbox.dropField('UpdateCaseReferenceInput.reference')
    const rename = `mutation { updateCaseReference(input: { caseId: "1001", reference: "x" }) { __typename } }`
    expect(await ask(rename)).toMatchObject({ status: 400, ...invalid })
    sandbox.restoreField('UpdateCaseReferenceInput.reference')
    expect(await ask(query)).toMatchObject({ status: 400 })
    await result(rename)
    sandbox.restoreField('CaseInformation.reference')
    expect(await result(query)).toEqual({ caseId: '1001', reference: 'x' })
  })

  it('refuses what is not there, and what the schema cannot do without', async () => {
    const schema = `
      interface Named { name: String! }
      type Case implements Named { name: String! }
      type Query { box: Case }`
    const sandbox = await startSandbox({ listen: false, schema })
    for (const field of ['Case', 'Case.nothing', 'Nothing.name', '']) {
      expect(() => sandbox.dropField(field)).toThrow('the schema has no such field; say Type.field')
    }
    expect(() => sandbox.dropField('Query.box')).toThrow(TypeError)
    expect(() => sandbox.dropField('Case.name')).toThrow('does not hold without this field')
    expect(() => sandbox.restoreField('Case.name')).toThrow('was not taken out')
    const { data } = await enter(sandbox)
    expect(await data('{ box { name } }')).toMatchObject({ box: {} })
  })
})

describe('the clock', () => {
  it('shows whole milliseconds, so that nothing is later than the time told of it', async () => {
    const sandbox = await startSandbox({ listen: false, clock: { now: () => startOfTest + 0.75 } })
    const { data, result } = await enter(sandbox)
    sandbox.advanceTime(0.5)
    const item = await result(
      'mutation { submitCase(caseId: "1002") { ... on CaseInformation { lastUpdatedOn } } }',
    )
    expect(item.lastUpdatedOn).toBe(new Date(startOfTest + 1).toISOString())
    const search = `query ($input: SearchCasesInput!) {
      searchCases(input: $input) { ... on PageOfCasesMatchingSearch { cases { caseId } } }
    }`
    const order = { sortField: 'UPDATED_ON', sortDirection: 'ASCENDING' }
    const input = { ...order, updatedAfter: item.lastUpdatedOn }
    expect(await data(search, { input })).toEqual({ searchCases: { cases: [] } })
  })
})

describe('jumpClock', () => {
  it('goes ahead as advanceTime does', async () => {
    const sandbox = await startSandbox({ listen: false })
    const events: string[] = []
    sandbox.world.onEvent(({ type }) => events.push(type))
    sandbox.jumpClock(10 * 60_000)
    expect(events).toContain('CaseStatusUpdated')
  })

  it('goes back: what was to come waits for its time, and tokens live longer', async () => {
    const sandbox = await startSandbox({ listen: false, tokenLifetimeSeconds: 60 })
    const { ask } = await enter(sandbox)
    const events: number[] = []
    sandbox.world.onEvent(({ occurredAt }) => events.push(occurredAt))
    const dueAt = sandbox.world.nextDueAt() ?? 0
    sandbox.jumpClock(-3_600_000)
    sandbox.advanceTime(3_600_000 + 59_999)
    expect((await ask('{ me { apiClientId } }')).status).toBe(200)
    sandbox.advanceTime(1)
    expect((await ask('{ me { apiClientId } }')).status).toBe(401)
    sandbox.advanceTime(dueAt - startOfTest - 60_001)
    expect(events).toEqual([])
    sandbox.advanceTime(1)
    expect(events[0]).toBe(dueAt)
  })

  it.each([Number.NaN, Number.NEGATIVE_INFINITY])('refuses %d', async (ms) => {
    const sandbox = await startSandbox({ listen: false })
    expect(() => sandbox.jumpClock(ms)).toThrow(TypeError)
  })
})
