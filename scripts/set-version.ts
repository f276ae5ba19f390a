// The last step of `npm run version`: the version that changesets wrote into package.json, wherever
// else it stands.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

interface Versioned {
  version: string
}

// Where the command runs, so that it can be tried on a copy.
const root = process.cwd()
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const { version }: Versioned = JSON.parse(read('package.json'))

const lock: Versioned & { packages: Record<string, Versioned> } = JSON.parse(
  read('package-lock.json'),
)
lock.version = version
const own = lock.packages['']
if (own) own.version = version
writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, undefined, 2)}\n`)

const module = join('src', 'base', 'version.ts')
writeFileSync(
  join(root, module),
  read(module).replace(/version = '[^']*'/, `version = '${version}'`),
)

// The examples ask for what is published next to them.
for (const name of readdirSync(join(root, 'examples'))) {
  const path = join('examples', name, 'package.json')
  if (!existsSync(join(root, path))) continue
  writeFileSync(
    join(root, path),
    read(path).replace(/("firstaml-client": ")[^"]*"/, `$1^${version}"`),
  )
}
