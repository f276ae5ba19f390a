// `firstaml-client/sandbox/vitest`: the samples for tests run under vitest, as a user's tests do.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createProject, type Project } from './project.js'
import { repository } from './run-in.js'

const samples = readdirSync(join(repository, 'docs'))
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) => {
    const text = readFileSync(join(repository, 'docs', name), 'utf8')
    return [...text.matchAll(/```ts test\n([\s\S]*?)```/g)].map(([, code = '']) => code)
  })

describe('the vitest door', () => {
  let project: Project

  beforeAll(async () => {
    project = await createProject({ libraries: ['vitest'] })
  }, 300_000)
  afterAll(() => project.remove())

  it('runs the samples that are tests, and closes what it started', async () => {
    expect(samples.length).toBeGreaterThan(0)
    const { folder, run, write } = project
    for (const [index, code] of samples.entries()) await write(`sample-${index}.test.ts`, code)
    await write('reset.test.ts', resetTest)
    const program = join(repository, 'node_modules', 'vitest', 'vitest.mjs')
    const output = await run(process.execPath, [program, 'run', '--root', folder], {
      NO_COLOR: '1',
    })
    expect(output).toContain(`Test Files  ${samples.length + 1} passed`)
  }, 120_000)
})

const resetTest = `import { afterAll, describe, expect, it } from 'vitest'
import { useSandbox } from 'firstaml-client/sandbox/vitest'

const urls: string[] = []
afterAll(async () => {
  for (const url of urls) await expect(fetch(url)).rejects.toThrow('fetch failed')
})

describe('with a reset', async () => {
  const sandbox = await useSandbox({ resetAfterEach: true })
  urls.push(sandbox.url)
  it.each([1, 2])('starts as new, time %i', async () => {
    expect(sandbox.requests).toHaveLength(0)
    await fetch(sandbox.url)
    expect(sandbox.requests).toHaveLength(1)
  })
})

describe('without', async () => {
  const sandbox = await useSandbox({ cases: 0 })
  urls.push(sandbox.url)
  it.each([1, 2])('goes on, time %i', async (time) => {
    await fetch(sandbox.url)
    expect(sandbox.requests).toHaveLength(time)
  })
})

it('names an option that cannot be used', async () => {
  await expect(useSandbox(Object({ resetAfterEach: 'yes' }))).rejects.toThrow('resetAfterEach')
  await expect(useSandbox({ port: -1 })).rejects.toThrow('port')
})
`
