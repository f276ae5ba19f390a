import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type DateString,
  type DateTimeString,
  toDateString,
  toDateTimeString,
  toUrlString,
  type UrlString,
} from '../../src/index.js'
import type {
  CaseFullQuery,
  CreateWebhookInput,
  IndividualDetailsInput,
  SearchCasesInput,
} from '../../src/operations.js'

describe('the types of dates and addresses', () => {
  it('take what is written in the right form, and no other text', () => {
    expectTypeOf<'1988-04-17'>().toExtend<DateString>()
    expectTypeOf<'2026-11-23T09:30:00Z'>().toExtend<DateTimeString>()
    expectTypeOf<'2026-11-23T09:30:00.000+13:00'>().toExtend<DateTimeString>()
    expectTypeOf<'https://example.test/'>().toExtend<UrlString>()
    expectTypeOf<'17/04/1988'>().not.toExtend<DateString>()
    expectTypeOf<'1988-04-17'>().not.toExtend<DateTimeString>()
    expectTypeOf<'2026-11-23T09:30:00Z'>().not.toExtend<DateString>()
    expectTypeOf<'example.test'>().not.toExtend<UrlString>()
    expectTypeOf<string>().not.toExtend<DateString>()
    expectTypeOf<Date>().not.toExtend<DateTimeString>()
  })

  it('are strings to whoever reads a result', () => {
    type Case = Extract<CaseFullQuery['caseDetails'], { __typename: 'CaseInformation' }>
    expectTypeOf<Case['lastUpdatedOn']>().toEqualTypeOf<DateTimeString>()
    expectTypeOf<Case['individuals'][number]['dateOfBirth']>().toEqualTypeOf<DateString | null>()
    expectTypeOf<DateTimeString>().toExtend<string>()
    // What one answer says is what the next question takes.
    expectTypeOf<Case['lastUpdatedOn']>().toExtend<SearchCasesInput['updatedAfter']>()
  })

  it('are what the checks of plain text give', () => {
    const input: Pick<IndividualDetailsInput, 'dateOfBirth'> &
      Pick<SearchCasesInput, 'updatedAfter'> &
      Pick<CreateWebhookInput, 'endpoint'> = {
      dateOfBirth: toDateString(String('1988-04-17')),
      updatedAfter: toDateTimeString(new Date(0)),
      endpoint: toUrlString(new URL('https://example.test')),
    }
    expect(input).toEqual({
      dateOfBirth: '1988-04-17',
      updatedAfter: '1970-01-01T00:00:00.000Z',
      endpoint: 'https://example.test/',
    })
  })
})

describe('text that is to be a scalar', () => {
  it.each(['2024-02-29', '0001-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(toDateString(text)).toBe(text)
  })

  it.each(['2023-02-29', '2026-13-01', '17/04/1988', '2026-1-2', '2026-01-02T00:00:00Z', '', ' '])(
    '%j is no day, and is not repeated in the message',
    (text) => {
      expect(() => toDateString(text)).toThrow(
        new TypeError('toDateString takes a day of the calendar as text, YYYY-MM-DD.'),
      )
    },
  )

  it.each(['2026-11-23T09:30:00Z', '2026-11-23T09:30Z', '2026-11-23T09:30:00.1234567+13:00'])(
    '%s is a moment',
    (text) => {
      expect(toDateTimeString(text)).toBe(text)
    },
  )

  it.each([
    '2026-11-23T09:30:00',
    '2026-11-23 09:30:00Z',
    '2026-02-30T09:30:00Z',
    '2026-11-23T25:00:00Z',
    '2026-11-23',
    new Date(Number.NaN),
  ])('%s is no moment', (moment) => {
    expect(() => toDateTimeString(moment)).toThrow(/^toDateTimeString takes a valid Date, or ISO/)
  })

  it.each([
    'example.test',
    '/hook',
    'ftp://example.test',
    'https://',
    'https://a b',
    'javascript:1',
  ])('%j is no web address', (text) => {
    expect(() => toUrlString(text)).toThrow(/^toUrlString takes an absolute address/)
  })

  it('is an address with its query as it was given', () => {
    expect(toUrlString('http://127.0.0.1:80/x?y=%20')).toBe('http://127.0.0.1:80/x?y=%20')
  })
})
