// Decisions are numbered without a hole, say when they were made and whether they hold, and what
// takes the place of another is named by both.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const folder = join(import.meta.dirname, '..', '..', 'decisions')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const files = readdirSync(folder)
  .filter((name) => name !== 'README.md')
  .sort()

/** The decisions that a part of a status links to, by number. */
const numbersIn = (text = '') => [...text.matchAll(/\[(\d{4})\]\(/g)].map(([, number]) => number)

const decisions = files.map((file) => {
  const [, number, title, date, status = ''] =
    /^# (\d{4})\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\. Status: (.+)\.\n\n/.exec(read(file)) ?? []
  const [holds = '', replaces] = status.split('. Replaces ')
  return {
    ...{ file, number, title, date, holds },
    successors: numbersIn(holds),
    predecessors: numbersIn(replaces),
  }
})

describe('decisions', () => {
  it('are numbered one by one', () => {
    const numbers = files.map((file) => file.slice(0, 4))
    expect(numbers).toEqual(files.map((_, index) => String(index + 1).padStart(4, '0')))
  })

  it.each(decisions)('$file begins with its number, its date and whether it holds', (decision) => {
    expect(decision.number).toBe(decision.file.slice(0, 4))
    expect(decision.date).toMatch(/^20/)
    expect(decision.holds).toMatch(/^(accepted(; .+ replaced by .+)?|replaced by .+)$/)
  })

  it('name each other where one takes the place of another', () => {
    const forward = decisions.flatMap(({ number, successors }) =>
      successors.map((successor) => `${number} by ${successor}`),
    )
    const backward = decisions.flatMap(({ number, predecessors }) =>
      predecessors.map((predecessor) => `${predecessor} by ${number}`),
    )
    expect(forward.length).toBeGreaterThan(0)
    expect(forward.sort()).toEqual(backward.sort())
  })

  it('link to each other under the right number', () => {
    for (const file of [...files, 'README.md']) {
      for (const [, shown, target] of read(file).matchAll(/\[(\d{4})\]\((\d{4})-/g)) {
        expect(shown, file).toBe(target)
      }
    }
  })

  it('are all in the index, with what no longer holds', () => {
    const rows = [...read('README.md').matchAll(/^\| \[\d{4}\]\(([^)]+)\) \| (.+) \| (.*) \|$/gm)]
    expect(
      rows.map(([, file, title, status]) => ({ file, title, successors: numbersIn(status) })),
    ).toEqual(decisions.map(({ file, title, successors }) => ({ file, title, successors })))
  })
})
