// The direction of the house: a file imports from its own room and from those above it.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')

/** From the top down. `src/sandbox` is not in it: it stands alone. */
const rooms: ReadonlyArray<{ readonly name: string; readonly holds: RegExp }> = [
  { name: 'base', holds: /^src\/base\// },
  { name: 'results', holds: /^src\/(results\/|errors\.ts$)/ },
  { name: 'webhooks', holds: /^src\/webhooks\// },
  { name: 'generated', holds: /^src\/(generated\/|(operations|gql-tada)\.ts$)/ },
  { name: 'token', holds: /^src\/token\// },
  { name: 'fetch', holds: /^src\/fetch\// },
  { name: 'urql', holds: /^src\/urql\// },
  { name: 'cases', holds: /^src\/cases\// },
  { name: 'files', holds: /^src\/files\// },
  { name: 'client', holds: /^src\/client\.ts$/ },
  { name: 'doors', holds: /^src\/(index\.ts$|node\/|redis\/|testing\/|codegen\/)/ },
  { name: 'command line', holds: /^src\/cli\// },
]

interface SourceFile {
  readonly path: string
  readonly text: string
  readonly imports: readonly string[]
  /** Those of them that are loaded with the file, not when something happens. */
  readonly atOnce: readonly string[]
}

const files: readonly SourceFile[] = readdirSync(join(root, 'src'), { recursive: true })
  .map((name) => join('src', String(name)))
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8')
    const found = [
      ...text.matchAll(
        /(?:^|\n)(?:import|export)\b[^'"]*?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g,
      ),
    ]
    const placeOf = (specifier: string) =>
      specifier.startsWith('.')
        ? relative(root, join(root, dirname(path), specifier.replace(/\.js$/, '.ts')))
        : specifier
    const imports = found.map(([, fixed, late]) => placeOf(late ?? fixed ?? ''))
    const atOnce = [...text.matchAll(/(?:^|\n)(?:import|export)\b[^'"=]*?['"]([^'"]+)['"]/g)].map(
      ([, fixed = '']) => placeOf(fixed),
    )
    return { path, text, imports, atOnce }
  })

const rankOf = (path: string) => rooms.findIndex(({ holds }) => holds.test(path))
const inSandbox = (path: string) => path.startsWith('src/sandbox/')
const clientFiles = files.filter(
  ({ path }) => !inSandbox(path) && !/^src\/(node|codegen|generated|cli)\//.test(path),
)

describe('the architecture', () => {
  it('gives every source file a room', () => {
    const homeless = files
      .map(({ path }) => path)
      .filter((path) => !inSandbox(path) && rankOf(path) < 0)
    expect(homeless).toEqual([])
  })

  it('imports from the same room or one above, never from below', () => {
    const upward = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !inSandbox(path) && rankOf(target) > rankOf(path))
        .map((target) => `${path} imports ${target}`),
    )
    expect(upward).toEqual([])
  })

  it('keeps the sandbox apart: neither it nor the client imports the other', () => {
    const crossing = files.flatMap(({ path, imports }) =>
      imports
        .filter((target) => target.startsWith('src/') && inSandbox(target) !== inSandbox(path))
        .map((target) => `${path} imports ${target}`),
    )
    expect(crossing).toEqual([])
  })

  it('imports in no circle, types included', () => {
    const left = new Map(files.map(({ path, atOnce }) => [path, new Set(atOnce)]))
    // Whoever imports nobody that is left is in no circle.
    const isFree = (imports: ReadonlySet<string>) => ![...imports].some((path) => left.has(path))
    for (let size = 0; size !== left.size; ) {
      size = left.size
      for (const [path, imports] of left) if (isFree(imports)) left.delete(path)
    }
    expect([...left.keys()].filter((path) => isInCircle(path, left))).toEqual([])
  })

  it('imports urql in the urql room, the client and the door for tests only', () => {
    const importers = files
      .filter(({ imports }) => imports.some((name) => /^(@urql\/|urql$|wonka$)/.test(name)))
      .map(({ path }) => path)
    expect(importers.filter((path) => !/^src\/(urql\/|client\.ts$|testing\/)/.test(path))).toEqual(
      [],
    )
  })

  it('needs neither Node nor graphql-js nor React in what the main door reaches', () => {
    const strangers = clientFiles.flatMap(({ path, imports }) =>
      imports
        .filter((name) => /^(node:|graphql$|graphql\/|urql$|react)/.test(name))
        .map((name) => `${path} imports ${name}`),
    )
    expect(strangers).toEqual([])
  })

  it('touches clock, timers, chance, network and process in the runtime seam only', () => {
    const seam = join('src', 'base', 'runtime.ts')
    const outside =
      /\b(Date\.now|new Date\(\)|performance\.|setTimeout|setInterval|Math\.random|globalThis\.fetch\(|process\.|Buffer\b|console\.)/
    const leaks = clientFiles
      .filter(({ path }) => path !== seam)
      .flatMap(({ path, text }) =>
        withoutComments(text)
          .split('\n')
          .filter((line) => outside.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      )
    expect(leaks).toEqual([])
  })

  it('gives the command line the public doors only, and its process to the bin alone', () => {
    const doors = Object.keys(packageJson.exports).map((door) =>
      door.replace(/^\./, 'firstaml-client'),
    )
    const commandLine = files.filter(({ path }) => path.startsWith('src/cli/'))
    const strangers = commandLine.flatMap(({ path, imports }) =>
      imports
        .filter((name) =>
          name.startsWith('firstaml-client')
            ? !doors.includes(name)
            : name.startsWith('src/') && !name.startsWith('src/cli/'),
        )
        .map((name) => `${path} imports ${name}`),
    )
    expect(strangers).toEqual([])
    const others = commandLine.filter(({ path }) => path !== 'src/cli/bin.ts')
    expect(
      others
        .filter(({ text }) => /\bprocess\.|\bconsole\./.test(withoutComments(text)))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('keeps files short enough to read', () => {
    const long = files
      .filter(({ path }) => !path.startsWith(join('src', 'generated')))
      .map(({ path, text }) => `${path}: ${text.split('\n').length}`)
      .filter((entry) => Number(entry.split(': ')[1]) > 400)
    expect(long).toEqual([])
  })
})

function isInCircle(start: string, graph: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>()
  const next = [...(graph.get(start) ?? [])]
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (path === start) return true
    if (!seen.has(path)) next.push(...(graph.get(path) ?? []))
    seen.add(path)
  }
  return false
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}
