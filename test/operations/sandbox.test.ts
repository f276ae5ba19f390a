// Every operation, through the client, against the sandbox: does what comes back have the form that
// schema and types promise?
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, type FirstAmlClient, unwrap } from '../../src/index.js'
import {
  CreateLiteCaseDocument,
  requiredScopes,
  SearchCasesDocument,
} from '../../src/operations.js'
import { createSandbox, type Sandbox } from '../../src/sandbox/index.js'
import { checkResult } from './check-result.js'
import { documents, schema } from './support.js'
import { variables, variablesOf } from './variables.js'

let sandbox: Sandbox
let client: FirstAmlClient

beforeAll(async () => {
  sandbox = await createSandbox()
  client = createClient({ baseUrl: sandbox.url, ...sandbox.credentials })
})
afterAll(async () => {
  client.dispose()
  await sandbox.close()
})

describe('against the sandbox', () => {
  it.each([...documents])('%s answers what its types say', async (name, document) => {
    const data: unknown = await client.request(document, await presentVariablesOf(name))
    expect(checkResult(schema, document, data)).toEqual([])
    expect(JSON.stringify(data)).not.toContain('ValidationErrors')
    expect(sandbox.requests.at(-1)).toMatchObject({ operationName: name })
  })

  it('unwraps a case that was created', async () => {
    const { createLiteCase } = await client.request(
      CreateLiteCaseDocument,
      variables.CreateLiteCase,
    )
    const { caseId, reference, urls } = unwrap(createLiteCase)
    expect(caseId).toMatch(/^\d+$/)
    expect(reference).toBe('crm-42')
    expect(urls.view).toMatch(/^http:/)
  })

  it('has variables for every operation', () => {
    expect(Object.keys(variables).sort()).toEqual(Object.keys(requiredScopes).sort())
  })
})

/** A cursor comes from a search; all else holds for every sandbox. */
async function presentVariablesOf(name: string): Promise<Record<string, unknown>> {
  if (name !== 'NextPageOfCases') return variablesOf(name)
  const { searchCases } = await client.request(SearchCasesDocument, variables.SearchCases)
  return { input: { cursor: unwrap(searchCases).nextCursor } }
}
