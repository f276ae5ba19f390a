// What the pages tell people to run, to set and to look at is there: scripts, environment
// variables, options and exit codes of the command line, doors, files.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { commandList } from '../../src/cli/command-list.js'
import { exitCodes } from '../../src/cli/exit-codes.js'
import { runCli } from '../cli/rig.js'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const filesIn = (folder: string, end: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end) && !name.includes('node_modules'))
    .map((name) => join(folder, name))

const contributing = 'CONTRIBUTING.md'
const pages = [
  ...['README.md', contributing, 'SECURITY.md', '.github/pull_request_template.md'],
  ...['docs', 'decisions', '.changeset'].flatMap((folder) => filesIn(folder, '.md')),
  'examples/README.md',
]

/** Everything that an expression finds in a page, without doubles. */
function findIn(path: string, expression: RegExp): readonly string[] {
  return [...new Set([...read(path).matchAll(expression)].map(([, found = '']) => found))]
}

describe('scripts', () => {
  const own = Object.keys(manifest.scripts)

  it.each(pages)('%s names none that package.json lacks', (page) => {
    expect(
      findIn(page, /npm run (?:-\S+ )?(\w[\w:-]*)/g).filter((name) => !own.includes(name)),
    ).toEqual([])
  })

  it('are all told of in CONTRIBUTING.md', () => {
    const text = read(contributing)
    const isTold = (name: string) => new RegExp(`(npm (run )?|\`)${name}(?![\\w:-])`).test(text)
    // `npm pack` runs that one by itself.
    const untold = own.filter((name) => name !== 'prepack' && !isTold(name))
    expect(untold).toEqual([])
  })
})

describe('files', () => {
  it.each([...pages, ...filesIn('examples', 'README.md')])(
    '%s names none that is not there',
    (page) => {
      const named = findIn(page, /`((?:test|src|bench|scripts|docs)\/[\w./-]+)`/g)
      const here = join(page, '..')
      expect(
        named.filter(
          (path) => !existsSync(join(root, path)) && !existsSync(join(root, here, path)),
        ),
      ).toEqual([])
    },
  )
})

describe('variables of the environment', () => {
  const told = findIn('docs/cli.md', /(?<=^\|.*)`(FIRSTAML_\w+)`/gm)

  it('that the sources read are in the table of docs/cli.md, and no others', () => {
    const inSources = filesIn('src', '.ts').flatMap((path) =>
      findIn(path, /\b(FIRSTAML_[A-Z_]+)\b/g),
    )
    expect([...told].sort()).toEqual([...new Set(inSources)].sort())
  })

  it.each(pages)('%s names none that nothing reads', (page) => {
    expect(findIn(page, /\b(FIRSTAML_[A-Z_]+)\b/g).filter((name) => !told.includes(name))).toEqual(
      [],
    )
  })
})

describe('the command line', () => {
  /** The table of docs/cli.md that begins under a heading, its first cells. */
  const firstCells = (heading: string) => {
    const [, section = ''] = read('docs/cli.md').split(`\n${heading}\n`)
    const [own = ''] = section.split(/^##/m)
    return [...own.matchAll(/^\| (.+?) \| .* \|$/gm)].map(([, cell = '']) => cell).slice(2)
  }

  it('has the exit codes of docs/cli.md', () => {
    expect(firstCells('### Exit codes')).toEqual(Object.values(exitCodes).map(String))
  })

  it('has the commands of docs/cli.md', () => {
    const rows = findIn('docs/cli.md', /^\| \[`(\w+)`\]/gm)
    const own = commandList.filter(({ hidden }) => !hidden).map(({ name }) => name)
    expect([...rows].sort()).toEqual([...own].sort())
  })

  const commands = [
    ...commandList.filter(({ hidden }) => !hidden).map(({ name }) => name),
    ...['schema pull', 'schema check', 'cases list', 'cases show', 'cases export'],
    ...['files download', 'webhooks listen', 'webhooks verify', 'webhooks sign'],
  ]
  const options = new Map<string, readonly string[]>()
  beforeAll(async () => {
    for (const command of commands) {
      const { stdout } = await runCli([...command.split(' '), '--help'])
      const flags = [...stdout.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm)].map(([, flag = '']) => flag)
      options.set(command, flags)
    }
  }, 60_000)

  const own = commands.filter((command) => !/^(cases|files|webhooks)/.test(command))
  it.each(own)('%s has the options that docs/cli.md gives it', (command) => {
    const page = read('docs/cli.md')
    const [, section = ''] = page.split(`\n## ${command.split(' ')[0]}\n`)
    const [general = ''] = page.split('\n## whoami\n')
    const [text = ''] = section.split(/^## /m)
    const flags = options.get(command) ?? []
    expect(flags).toContain('--help')
    expect(flags.filter((flag) => !`${general}${text}`.includes(flag))).toEqual([])
  })

  it.each(['docs/cli.md', 'docs/cli-data.md'])('%s shows no option that no command has', (page) => {
    const known = new Set([...options.values()].flat())
    const shown = findIn(page, /(?:firstaml [^\n`]*?|[| ]`)(--[a-z][\w-]+)/g)
    expect(shown.length).toBeGreaterThan(10)
    expect(shown.filter((flag) => !known.has(flag))).toEqual([])
  })
})

describe('doors', () => {
  it('are the same in package.json, the README and the reference', () => {
    const doors = Object.keys(manifest.exports)
      .filter((door) => door !== './package.json')
      .map((door) => door.replace(/^\./, manifest.name))
    const [, table = ''] = read('README.md').split('\n## Doors\n')
    const shown = [...table.matchAll(/^\| (`.+?) \|/gm)].flatMap(([, cell = '']) => {
      const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, door = '']) => door)
      return [first, ...others.map((door) => door.replace('…', first))]
    })
    expect(shown.sort()).toEqual([...doors].sort())
    const pagesOfDoors = doors
      .filter((door) => !door.endsWith('.graphql'))
      .map((door) => `docs/reference/${door.replaceAll('/', '-')}.md`)
    expect(filesIn('docs/reference', '.md').sort()).toEqual(pagesOfDoors.sort())
  })
})
