// `npm run build`: dist/ from src/. One bundle a door, so that importing one loads few files, and
// the declarations that the doors reach. The sandbox brings its libraries along: it must run from
// the tarball alone.
import { spawnSync } from 'node:child_process'
import { chmod, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { build, type OutputChunk } from 'rolldown'
import packageJson from '../package.json' with { type: 'json' }
import { buildPages } from './build-pages.js'
import { doorChunks } from './door-chunks.js'
import { thirdPartyLicenses } from './third-party-licenses.js'

const root = resolve(import.meta.dirname, '..')
const dist = join(root, 'dist')

const doors = {
  index: 'src/index.ts',
  operations: 'src/operations.ts',
  'codegen/index': 'src/codegen/index.ts',
  'gql-tada': 'src/gql-tada.ts',
  'node/index': 'src/node/index.ts',
  'redis/index': 'src/redis/index.ts',
  'testing/index': 'src/testing/index.ts',
  'webhooks/index': 'src/webhooks/index.ts',
}
const ownLibraries = [
  ...Object.keys(packageJson.dependencies),
  ...Object.keys(packageJson.peerDependencies),
]
const isExternal = (id: string) =>
  ownLibraries.some((name) => id === name || id.startsWith(`${name}/`)) || id.startsWith('node:')

await rm(dist, { recursive: true, force: true })

const open = await build({
  cwd: root,
  input: doors,
  external: isExternal,
  platform: 'node',
  output: {
    dir: dist,
    format: 'esm',
    comments: false,
    ...doorChunks,
  },
})

const sandbox = await build({
  cwd: root,
  input: { 'sandbox/index': 'src/sandbox/index.ts' },
  platform: 'node',
  // A bundled library must not look at the application's environment.
  transform: { define: { 'process.env.NODE_ENV': '"production"' } },
  output: { dir: dist, format: 'esm', codeSplitting: false, comments: false, minify: true },
})
// The test runner comes from the application, and the sandbox from its own door.
await build({
  cwd: root,
  input: 'src/sandbox/vitest.ts',
  external: ['vitest', './index.js'],
  output: { dir: join(dist, 'sandbox'), format: 'esm', comments: false },
})

// The command line uses the doors beside it, by their public names, and brings along what it parses
// arguments and asks questions with. A command is loaded when it is chosen.
const commandLine = await build({
  cwd: root,
  input: { 'cli/bin': 'src/cli/bin.ts' },
  external: (id) => isExternal(id) || /^firstaml-client(\/|$)/.test(id),
  platform: 'node',
  output: {
    dir: dist,
    format: 'esm',
    chunkFileNames: 'cli/[name].js',
    comments: false,
    minify: true,
    // In one file, so that the overview needs two.
    codeSplitting: {
      groups: [
        {
          name: 'frame',
          test: /src\/cli\/(run|cli|overview|command-list|paint|exit-codes|failures)\.ts$/,
        },
      ],
    },
  },
})
await chmod(join(dist, 'cli', 'bin.js'), 0o755)

const pages = await buildPages(root, join(dist, 'sandbox', 'pages'))
// The codegen door brings the library along that compares schemas.
const bundled = [...open.output, ...sandbox.output, ...commandLine.output, ...pages]
  .filter((file): file is OutputChunk => file.type === 'chunk')
  .flatMap((chunk) => chunk.moduleIds)
await writeFile(join(dist, 'THIRD-PARTY-LICENSES.md'), await thirdPartyLicenses(root, bundled))

const types = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
})
if (types.status !== 0) process.exit(1)
await dropUnreachableDeclarations([...Object.keys(doors), 'sandbox/index', 'sandbox/vitest'])

/** Keeps the declarations that a door leads to: the others describe what is bundled away. */
async function dropUnreachableDeclarations(entries: readonly string[]): Promise<void> {
  const reached = new Set<string>()
  const visit = async (file: string): Promise<void> => {
    if (reached.has(file)) return
    reached.add(file)
    const text = await readFile(file, 'utf8')
    for (const [, path = ''] of text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)\.js['"]/g)) {
      await visit(`${join(dirname(file), path)}.d.ts`)
    }
  }
  for (const entry of entries) await visit(join(dist, `${entry}.d.ts`))
  for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name)
    if (entry.isFile() && file.endsWith('.d.ts') && !reached.has(file)) await unlink(file)
  }
  await dropEmptyFolders(dist)
}

async function dropEmptyFolders(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await dropEmptyFolders(join(folder, entry.name))
  }
  if ((await readdir(folder)).length === 0) await rm(folder, { recursive: true })
}
