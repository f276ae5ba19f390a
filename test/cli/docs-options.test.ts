// The page on cases, files and webhooks says all that their commands take.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCli } from './rig.js'

const root = join(import.meta.dirname, '../..')

it.each([
  ['cases', 'list'],
  ['cases', 'export'],
  ['files', 'download'],
  ['webhooks', 'listen'],
  ['webhooks', 'verify'],
])('docs/cli-data.md names every option of %s %s', async (...command) => {
  const page = await readFile(join(root, 'docs/cli-data.md'), 'utf8')
  const { stdout } = await runCli([...command, '--help'])
  const [own = ''] = stdout.split('Global Options:')
  const flags = [...own.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag)
  expect(flags.length).toBeGreaterThan(1)
  for (const flag of flags) if (flag !== '--help') expect(page).toContain(flag)
})
