// The command line as it is published: from the installed tarball, by npx, and as docs/cli.md has it.
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { commandList } from '../../src/cli/command-list.js'
import { formatOverview } from '../../src/cli/overview.js'
import { createPaint } from '../../src/cli/paint.js'
import type { Sandbox } from '../../src/sandbox/index.js'
import { createProject, loadSandbox, type Project } from './project.js'
import { repository, runIn } from './run-in.js'

let project: Project
beforeAll(async () => {
  project = await createProject({ without: ['graphql'] })
}, 300_000)
afterAll(() => project.remove())
const firstaml = (...argv: readonly string[]) =>
  project.run(join(project.folder, 'node_modules', '.bin', 'firstaml'), argv)

describe('the installed program', { timeout: 60_000 }, () => {
  it('is found by npx under its own name and under that of the package', async () => {
    const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'))
    for (const name of ['firstaml', 'firstaml-client']) {
      expect(await project.run('npx', ['--no-install', name, '--version'])).toBe(version)
    }
  })

  it('shows the overview', async () => {
    const overview = formatOverview(createPaint({ isTTY: false }, {}))
    expect(await firstaml('--help')).toBe(overview.trim())
  })

  it.each(commandList.map(({ name }) => name))('loads %s', async (name) => {
    const help = await firstaml(name, '--help')
    expect(help).toContain(`Usage: firstaml ${name}`)
  })

  it('runs a sandbox, and a command against it, where graphql-js is not installed', async () => {
    const script =
      "fetch(process.env.FIRSTAML_BASE_URL + '/graphql/').then(({ status }) => console.log(status))"
    const argv = ['firstaml-client', 'sandbox', '--', process.execPath, '--eval', script]
    expect(await project.run('npx', ['--no-install', ...argv])).toBe('401')
  })

  it('names the licences of what it brings along', async () => {
    const text = await readFile(join(project.package, 'dist/THIRD-PARTY-LICENSES.md'), 'utf8')
    for (const name of ['commander', '@clack/prompts', '@clack/core']) expect(text).toContain(name)
  })

  it('brings no second copy of the doors beside it', async () => {
    const bin = await readFile(join(project.package, 'dist/cli/whoami.js'), 'utf8')
    expect(bin).toContain('"firstaml-client/operations"'.replaceAll('"', '`'))
    expect(bin.length).toBeLessThan(5_000)
  })
})

const page = await readFile(join(repository, 'docs/cli.md'), 'utf8')
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, script = '']) => script)

describe('docs/cli.md', { timeout: 120_000 }, () => {
  let sandbox: Sandbox
  let reader: Project

  beforeAll(async () => {
    const { createSandbox } = await loadSandbox()
    sandbox = await createSandbox()
    const libraries = [
      'graphql',
      '@graphql-codegen/cli',
      '@graphql-codegen/typescript-operations',
      '@graphql-codegen/typed-document-node',
    ]
    reader = await createProject({ without: ['graphql'], libraries })
  }, 300_000)
  afterAll(async () => {
    await sandbox.close()
    await reader.remove()
  })

  it.each(blocks.map((script, index) => [index + 1, script] as const))(
    'block %i runs: %s',
    async (_number, script) => {
      const bin = join(reader.folder, 'node_modules', '.bin')
      const cache = join(reader.folder, 'cache')
      await runIn(reader.folder, 'bash', ['-eo', 'pipefail', '-c', script], {
        ...sandbox.env,
        PATH: [bin, process.env.PATH].join(delimiter),
        HOME: cache,
        XDG_CACHE_HOME: cache,
      })
    },
  )

  it('has a row for each command, and for each option of init, schema check and sandbox', async () => {
    for (const { name, hidden } of commandList) {
      if (!hidden) expect(page).toContain(`| [\`${name}\`]`)
    }
    for (const argv of [['init'], ['schema', 'check'], ['sandbox']]) {
      const help = await firstaml(...argv, '--help')
      const [own = ''] = help.split('Global Options:')
      for (const [, flag = ''] of own.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)) {
        if (flag !== '--help') expect(page, flag).toContain(`\`${flag}\``)
      }
    }
  })
})
