// SECURITY.md claims nothing that no test shows: each test that it names exists, under that title.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const page = readFileSync(join(root, 'SECURITY.md'), 'utf8')
const [, threats = ''] = page.split('## What others can try')
const rows = threats
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (threat|---)/.test(line))
  .map((line) => {
    const [threat = '', , tests = ''] = line.slice(2, -2).split(' | ')
    return { threat, tests }
  })

/** Every file of a row with the titles behind it. */
function namedTests(tests: string): readonly { readonly file: string; readonly title: string }[] {
  return tests.split('; ').flatMap((part) => {
    const [, file = ''] = /^`(test\/[^`]+\.tsx?)` /.exec(part) ?? []
    return [...part.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title }))
  })
}

describe('the threat model', () => {
  it('has threats', () => expect(rows.length).toBeGreaterThan(35))

  it.each(rows)('shows that $threat', ({ tests }) => {
    const named = namedTests(tests)
    expect(named).not.toEqual([])
    for (const { file, title } of named) {
      const source = readFileSync(join(root, file), 'utf8')
      const asTitle = ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`))
      expect(asTitle, `${file} has no test “${title}”`).toBe(true)
    }
  })
})
