import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWebhook, WebhookError } from '../../src/webhooks/index.js'
import { webhookErrorOf } from './support.js'

const parse = (members: object) => parseWebhook(JSON.stringify(members))

describe('parseWebhook', () => {
  it.each(['CaseCreated', 'CaseStatusUpdated'])('reads %s', (eventType) => {
    expect(parse({ eventType, caseId: 42, officeKey: 'akl' })).toEqual({
      eventType,
      caseId: '42',
      officeKey: 'akl',
    })
  })

  it.each([{}, { officeKey: null }, { officeKey: '' }])(
    'gives no office as null, from %j',
    (office) => {
      expect(parse({ eventType: 'CaseCreated', caseId: 42, ...office })).toMatchObject({
        officeKey: null,
      })
    },
  )

  it('reads PdfUpdated, with a status of any name', () => {
    for (const status of ['Completed', 'Failed', 'Postponed']) {
      const ids = { eventType: 'PdfUpdated', caseId: 42, pdfId: 7, status }
      const expected = { ...ids, caseId: '42', pdfId: '7' }
      expect(parse({ ...ids, pdfUrl: 'https://a.test/7' })).toEqual({
        ...expected,
        pdfUrl: 'https://a.test/7',
      })
      for (const none of [{}, { pdfUrl: null }, { pdfUrl: '' }])
        expect(parse({ ...ids, ...none })).toEqual({ ...expected, pdfUrl: null })
    }
  })

  it('reads a report of an individual, and one of an entity', () => {
    const report = { eventType: 'VerificationReportGenerated', caseId: '42' }
    const individual = { ...report, individualId: '81', entityId: null }
    const entity = { ...report, individualId: null, entityId: '82' }
    expect(parse(individual)).toEqual(individual)
    expect(parse(entity)).toEqual(entity)
    expect(parse({ ...report, entityId: 82 })).toEqual(entity)
    expect(parse({ ...report, individualId: '', entityId: 82 })).toEqual(entity)
  })

  it.each(['UnwrapStatusUpdated', 'Test', 'BrandNew', 'constructor', '__proto__'])(
    'gives %s as it was delivered',
    (eventType) => {
      const members = { eventType, caseId: 42, nested: { ids: [1, '2', null] } }
      expect(parse(members)).toEqual(members)
    },
  )

  it('keeps the members that it does not know', () => {
    const event = parse({ eventType: 'CaseCreated', caseId: 42, occurredAt: '2026-11-02' })
    expect(event).toMatchObject({ occurredAt: '2026-11-02' })
  })

  it('takes a member named __proto__ for a member', () => {
    const event = parseWebhook('{"eventType":"CaseCreated","caseId":1,"__proto__":{"bad":true}}')
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype)
    expect('bad' in event).toBe(false)
  })

  const refused: ReadonlyArray<[payload: string, says: string]> = [
    ['[]', 'eventType'],
    ['null', 'eventType'],
    ['"CaseCreated"', 'eventType'],
    ['{}', 'eventType'],
    ['{"eventType":7}', 'eventType'],
    ['{"eventType":""}', 'eventType'],
    ['{"eventType":"CaseCreated"}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":null}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":""}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":1.5}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":1e400}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":9007199254740993.0}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":[1]}', 'caseId'],
    ['{"eventType":"CaseCreated","caseId":1,"officeKey":{}}', 'officeKey'],
    ['{"eventType":"PdfUpdated","caseId":1,"status":"Failed"}', 'pdfId'],
    ['{"eventType":"PdfUpdated","caseId":1,"pdfId":2}', 'status'],
    [
      '{"eventType":"VerificationReportGenerated","caseId":"1","individualId":null,"entityId":null}',
      'one of individualId and entityId',
    ],
    [
      '{"eventType":"VerificationReportGenerated","caseId":"1","individualId":"2","entityId":"3"}',
      'one of individualId and entityId',
    ],
  ]
  it.each(refused)('refuses %s and says what is missing', async (payload, says) => {
    const error = await webhookErrorOf(() => parseWebhook(payload))
    expect(error.code).toBe('webhook_payload_not_event')
    expect(error.message).toBe(`The payload lacks a valid ${says}.`)
  })

  it.each(['', '{', '{"eventType":"Test",}', 'eventType=Test'])(
    'refuses %j as JSON',
    async (text) => {
      const error = await webhookErrorOf(() => parseWebhook(text))
      expect(error.code).toBe('webhook_payload_not_json')
    },
  )

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Uint8Array.from([...'{"eventType":"'].map((c) => c.charCodeAt(0)).concat(0xff))
    const whole = Uint8Array.from([...bytes, ...new TextEncoder().encode('"}')])
    const error = await webhookErrorOf(() => parseWebhook(whole))
    expect(error.code).toBe('webhook_payload_not_json')
  })

  it('takes a body that begins with a byte order mark', () => {
    const bytes = new TextEncoder().encode('\ufeff{"eventType":"Test"}')
    expect(parseWebhook(bytes)).toEqual({ eventType: 'Test' })
  })
})

describe('ids', () => {
  it('keep every digit, whatever their size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), (id) => {
        const event = parseWebhook(`{"eventType":"CaseCreated","caseId":${id}}`)
        expect(event).toMatchObject({ caseId: String(id) })
      }),
    )
  })

  it('are the same from a number and from a string', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 70n }), (id) => {
        const text = parseWebhook(`{"eventType":"CaseCreated","caseId":"${id}"}`)
        expect(parseWebhook(`{"eventType":"CaseCreated","caseId":${id}}`)).toEqual(text)
      }),
    )
  })

  it.each([
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['-9007199254740993', '-9007199254740993'],
    ['0000', undefined],
  ])('a member %s of an unknown event is %j', (digits, expected) => {
    const read = () => parseWebhook(`{"eventType":"BrandNew","n":${digits}}`)
    if (expected === undefined) expect(read).toThrow(WebhookError)
    else expect(read()).toMatchObject({ n: expected })
  })

  it('leave alone what only looks like one: texts, names, fractions, exponents', () => {
    const text = String.raw`"say \"12345678901234567890\" \\"`
    const members = `"t":${text},"12345678901234567890":1,"f":0.50000000000000000000,"e":1e0000000000000000001,"l":[12345678901234567890]`
    expect(parseWebhook(`{"eventType":"BrandNew",${members}}`)).toEqual({
      eventType: 'BrandNew',
      t: 'say "12345678901234567890" \\',
      '12345678901234567890': 1,
      f: 0.5,
      e: 10,
      l: ['12345678901234567890'],
    })
  })

  const smallNumbers = fc.json().filter((json) => !/\d{16}/.test(json))
  it('whatever stands beside a large one, the rest reads as JSON.parse reads it', () => {
    fc.assert(
      fc.property(smallNumbers, (json) => {
        const event = parseWebhook(
          `{"eventType":"BrandNew","big":12345678901234567890,"a":${json}}`,
        )
        const { a }: { a: unknown } = JSON.parse(`{"a":${json}}`)
        expect(event).toEqual({ eventType: 'BrandNew', big: '12345678901234567890', a })
      }),
    )
  })
})

describe('for any payload', () => {
  const throwsNothingElse = (payload: string | Uint8Array) => {
    try {
      parseWebhook(payload)
    } catch (error) {
      expect(error).toBeInstanceOf(WebhookError)
    }
  }
  const names = fc.constantFrom(
    'eventType',
    'caseId',
    'pdfId',
    'status',
    'individualId',
    'entityId',
  )
  const types = fc.constantFrom('CaseCreated', 'PdfUpdated', 'VerificationReportGenerated', 'Test')

  it('throws nothing but a WebhookError', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), throwsNothingElse))
    fc.assert(fc.property(fc.uint8Array(), throwsNothingElse))
    fc.assert(fc.property(fc.json(), throwsNothingElse))
    const members = fc.dictionary(names, fc.oneof(types, fc.jsonValue()))
    fc.assert(fc.property(members, (value) => throwsNothingElse(JSON.stringify(value))))
    throwsNothingElse('['.repeat(60_000))
    throwsNothingElse(`{"a":1234567890123456${'"\\"'.repeat(20_000)}`)
  })
})
