import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine, guardCell } from '../../../src/cli/cases/csv.js'
import { createRowFormat } from '../../../src/cli/cases/row-format.js'
import { anyCharacter } from '../../support/any-character.js'

/** Reads CSV by the grammar of RFC 4180, character by character; throws where the text breaks it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('a quote is not closed')
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[at++]
        else break
      }
      at++
    } else {
      while (at < text.length && !/[",\r\n]/.test(text[at] ?? '')) cell += text[at++]
    }
    row.push(cell)
    if (text[at] === ',') at++
    else if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`neither a comma nor a line end at ${at}`)
  }
  return rows
}

const cell = fc.string({
  unit: fc.oneof(fc.constantFrom('"', ',', '\r', '\n', '=', '+', "'", ' ', 'ā'), anyCharacter),
  maxLength: 12,
})

const item = {
  caseId: '7',
  caseStatus: 'DRAFT',
  caseType: 'LITE',
  reference: null,
  name: '=HYPERLINK("http://x.test")',
  lastUpdatedOn: '2026-01-01T00:00:00Z',
} as const

describe('CSV', () => {
  it('gives every cell back to a reader of RFC 4180, whatever is in it', () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 5 })
    fc.assert(
      fc.property(table, (rows) => {
        expect(parseCsv(rows.map(csvLine).join(''))).toEqual(rows)
      }),
    )
  })

  it('lets no cell begin as a formula, and changes no other', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const guarded = guardCell(text)
        expect(guarded).not.toMatch(/^[=+\-@\t\r\n]/)
        expect([text, `'${text}`]).toContain(guarded)
        if (/^[\p{L}\d]/u.test(text)) expect(guarded).toBe(text)
      }),
    )
  })

  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff20a',
  ])('guards %j', (text) => expect(guardCell(text)).toBe(`'${text}`))

  it('writes null as an empty cell', () => {
    expect(csvLine(['a', null, 'b'])).toBe('a,,b\r\n')
  })

  it('has a head, a byte order mark if asked for, and raw cells if asked for', () => {
    expect(createRowFormat('csv').head).toBe(
      'caseId,caseStatus,caseType,reference,name,lastUpdatedOn\r\n',
    )
    expect(createRowFormat('csv', { bom: true }).head.codePointAt(0)).toBe(0xfeff)
    expect(createRowFormat('csv').line(item)).toContain(`,,"'=HYPERLINK(""http://x.test"")",`)
    expect(createRowFormat('csv', { raw: true }).line(item)).toContain(`,,"=HYPERLINK(`)
  })
})

describe('JSON lines', () => {
  it('are one object a line, with the columns and nothing else', () => {
    const line = createRowFormat('jsonl').line({ ...item, ...{ more: 1 } })
    expect(line.endsWith('}\n')).toBe(true)
    expect(JSON.parse(line)).toEqual(item)
  })
})
