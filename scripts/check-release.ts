// `npm run check:release`: whether what is checked out is a release, before anything is published.
// `GITHUB_REF_NAME` and `GITHUB_REPOSITORY` come from the workflow; what is not given is not compared.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  readonly version: string
  readonly repository?: string | { readonly url?: string }
}

const root = process.cwd()
const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const problems: string[] = []

const pending = readdirSync(join(root, '.changeset')).filter(
  (name) => name.endsWith('.md') && name !== 'README.md',
)
if (pending.length > 0) {
  problems.push(`${pending.length} changes have no version yet: npm run version, and commit`)
}
if (!readFileSync(join(root, 'CHANGELOG.md'), 'utf8').includes(`\n## ${manifest.version}\n`)) {
  problems.push(`CHANGELOG.md says nothing of ${manifest.version}`)
}
const tag = process.env.GITHUB_REF_NAME
if (tag !== undefined && tag !== `v${manifest.version}`) {
  problems.push(`the tag is ${tag}, and package.json says ${manifest.version}`)
}
// npm refuses provenance whose source is not the repository that the package names.
const repository = process.env.GITHUB_REPOSITORY
const { repository: named } = manifest
const url = typeof named === 'string' ? named : named?.url
if (repository !== undefined && !url?.includes(`github.com/${repository}`)) {
  problems.push(`"repository" of package.json must name https://github.com/${repository}`)
}

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1
