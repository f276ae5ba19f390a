// What the workflows may do. They are read as text: what is asserted stands in single lines.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, '.github', 'workflows')
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}))
const documented = ['docs/schema-drift.md', 'docs/go-live-review.md'].map((name) => ({
  name,
  text: readFileSync(join(root, name), 'utf8'),
}))

/** Jobs by name: the text from one two-space key below `jobs:` to the next. */
function jobsOf(text: string): ReadonlyMap<string, string> {
  const [, jobs = ''] = text.split(/^jobs:\n/m)
  return new Map(
    jobs.split(/^(?= {2}[\w-]+:\n)/m).map((job) => [job.slice(2, job.indexOf(':')), job] as const),
  )
}

describe('the workflows', () => {
  it.each([...workflows, ...documented])('$name pins every action to a commit', ({ text }) => {
    for (const [line] of text.matchAll(/^.*\buses: .*$/gm)) {
      expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    }
  })

  it.each(workflows)('$name begins with the right to read at most', ({ text }) => {
    const [, granted = ''] = /^permissions:(.*\n(?: {2}.*\n)*)/m.exec(text) ?? []
    expect([' {}\n', '\n  contents: read\n']).toContain(granted)
  })

  it.each(workflows)('$name holds no secret', ({ text }) => {
    expect(text).not.toContain('secrets.')
    expect(text).not.toContain('pull_request_target')
  })

  it('let one job write: it publishes, and runs nothing that was installed', () => {
    const writing = workflows.flatMap(({ name, text }) =>
      [...jobsOf(text)].filter(([, job]) => job.includes(': write')).map(([job]) => [name, job]),
    )
    expect(writing).toEqual([['publish.yml', 'publish']])
    const publish = jobsOf(workflows.find(({ name }) => name === 'publish.yml')?.text ?? '').get(
      'publish',
    )
    expect(publish?.match(/\S+: write/g)).toEqual(['id-token: write'])
    expect([...(publish?.matchAll(/run: (.*)/g) ?? [])].map(([, run]) => run)).toEqual([
      'npm publish release/*.tgz --provenance --access public --ignore-scripts',
    ])
  })

  it('keep the token of the checkout away from what is installed', () => {
    for (const { text } of workflows) {
      const checkouts = text.match(/actions\/checkout@/g)?.length ?? 0
      expect(text.match(/persist-credentials: false/g)?.length ?? 0).toBe(checkouts)
    }
  })
})
