// The message of a GraphQL error quotes the API, which may quote what it was sent: people's names,
// numbers, addresses. The message must not; the error's `errors` hold the API's words as they are.
import { describe, expect, it } from 'vitest'
import { createApiRig, failureOf } from '../fetch/api-rig.js'

const document = 'query Find($input: SearchInput!) { searchCases(input: $input) { __typename } }'

async function failWith(message: string, variables: Readonly<Record<string, unknown>>) {
  const rig = createApiRig()
  rig.onApi = () => Response.json({ errors: [{ message }] })
  return failureOf(rig.client.request(document, variables))
}

describe('the message of a GraphQL error', () => {
  it.each([
    ['a text', 'Aroha Example'],
    ['a text in another case', 'AROHA example'],
    ['a number', 1_250_000.5],
    ['an address', 'https://crm.example.test/?person=7'],
    ['a text with quotes', 'the "Harbour" trust'],
  ])('quotes no variable that the API quotes: %s', async (_what, value) => {
    const message = `Cannot use ${JSON.stringify(value)}, it was: ${value}`
    const input = { filters: [{ deep: { value } }] }
    const error = await failWith(message, { input })
    expect(error).toMatchObject({ code: 'graphql_errors', errors: [{ message }] })
    expect(String(error)).toContain('The API answered Find with an error: Cannot use')
    expect(String(error).toLowerCase()).not.toContain(String(value).toLowerCase())
    expect(String(error).toLowerCase()).not.toContain(JSON.stringify(value).toLowerCase())
  })

  it('leaves a word alone that is the token of a test', async () => {
    expect(String(await failWith('the token-1 word', {}))).toContain('the token-1 word')
  })

  it('leaves words whole that hold a short variable', async () => {
    const message = 'Variable "$input" got invalid value { firstName: "Al" } at "input.individual"'
    const error = await failWith(message, { input: { firstName: 'Al' } })
    expect(String(error)).toContain(
      'Variable "$input" got invalid value { firstName: "[redacted]" } at "input.individual"',
    )
  })

  it('says the rest in the API’s words, in one bounded line', async () => {
    const error = await failWith(`Line one\nline two ${'x'.repeat(1_000)}`, {})
    expect(String(error)).toMatch(/with an error: Line one line two x+…\. See errors/)
    expect(String(error).length).toBeLessThan(450)
  })
})
