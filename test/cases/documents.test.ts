// What the client brings along as text is held to the generated documents and to the schema; and
// an application's own documents take its place, with their types.
import { parse, print, stripIgnoredCharacters, validate } from 'graphql'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { nextPageOfCasesText, searchCasesText } from '../../src/cases/case-documents.js'
import {
  addDocumentText,
  addFileText,
  casePdfsText,
  createPdfText,
} from '../../src/files/transfer-documents.js'
import type { CaseDocuments, CaseIteration, CaseListItem } from '../../src/index.js'
import { NextPageOfCasesDocument, SearchCasesDocument } from '../../src/operations.js'
import { createApiRig, graphqlResponse } from '../fetch/api-rig.js'
import { schema } from '../operations/support.js'

/** Definitions sorted, since their order says nothing. */
const canonical = (text: string) =>
  parse(text)
    .definitions.map((node) => stripIgnoredCharacters(print(node)))
    .sort()

describe('the documents that the client brings along', () => {
  it.each([
    ['SearchCases', searchCasesText, SearchCasesDocument],
    ['NextPageOfCases', nextPageOfCasesText, NextPageOfCasesDocument],
  ])('%s says what the generated one says', (_name, text, document) => {
    expect(canonical(text)).toEqual(canonical(print(document)))
  })

  it.each([
    searchCasesText,
    nextPageOfCasesText,
    addDocumentText('Individual'),
    addDocumentText('Entity'),
    addFileText('Individual'),
    addFileText('Entity'),
    createPdfText,
    casePdfsText,
  ])('is valid: %s', (text) => {
    expect(validate(schema, parse(text))).toEqual([])
  })
})

describe('documents of the application', () => {
  it('give its own fields, and are sent in place of ours', async () => {
    const page = (field: string, input: string) =>
      parse(
        `query Own($input: ${input}!) { ${field}(input: $input) { __typename ... on PageOfCasesMatchingSearch { hasNextPage nextCursor cases { caseId createdOn } } } }`,
      )
    const documents: CaseDocuments<{ caseId: string; createdOn: string }> = {
      searchCases: page('searchCases', 'SearchCasesInput'),
      nextPageOfCases: page('nextPageOfCases', 'NextPageOfCasesInput'),
    }
    const answers = ['searchCases', 'nextPageOfCases'].map((field, index) => ({
      [field]: {
        __typename: 'PageOfCasesMatchingSearch',
        hasNextPage: index === 0,
        nextCursor: index === 0 ? 'more' : null,
        cases: [{ caseId: String(index), createdOn: 'then' }],
      },
    }))
    const scripted = createApiRig()
    scripted.onApi = (_call, index) => graphqlResponse({ data: answers[index] })
    const seen: string[] = []
    for await (const { caseId, createdOn } of scripted.client.cases({ documents })) {
      seen.push(caseId + createdOn)
    }
    expect(seen).toEqual(['0then', '1then'])
    expect(scripted.apiCalls.map(({ init }) => String(init.body))).toEqual([
      expect.stringContaining('createdOn'),
      expect.stringContaining('createdOn'),
    ])
  })

  it('type the cases, as the generated ones do', () => {
    const { client } = createApiRig()
    const cases = client.cases({
      documents: { searchCases: SearchCasesDocument, nextPageOfCases: NextPageOfCasesDocument },
    })
    expectTypeOf(cases).toEqualTypeOf<CaseIteration<CaseListItem>>()
    expectTypeOf(client.cases()).toEqualTypeOf<CaseIteration<CaseListItem>>()
  })
})
