// Every link of a page that leads into the repository leads somewhere, its heading included.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', '.changeset/README.md'],
  ...markdownIn('docs'),
  ...markdownIn('decisions'),
]

function markdownIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
}

const withoutCode = (text: string) => text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, '')

/** The names under which a page's headings can be linked to. */
function anchorsOf(path: string): ReadonlySet<string> {
  const headings = withoutCode(readFileSync(path, 'utf8')).matchAll(/^#+ (.+)$/gm)
  return new Set(
    [...headings].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

it.each(pages)('%s links to what exists', (page) => {
  const text = withoutCode(readFileSync(join(root, page), 'utf8')).replaceAll(/`[^`\n]*`/g, '')
  const dead: string[] = []
  for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? join(root, page) : join(root, dirname(page), path)
    const isThere =
      existsSync(file) &&
      (anchor === undefined || (statSync(file).isFile() && anchorsOf(file).has(anchor)))
    if (!isThere) dead.push(target)
  }
  expect(dead, `dead links of ${relative(root, join(root, page))}`).toEqual([])
})

it('docs/README.md names every page beside it', () => {
  const index = readFileSync(join(root, 'docs', 'README.md'), 'utf8')
  const unnamed = readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .filter((name) => !index.includes(`](${name})`))
  expect(unnamed).toEqual([])
})
