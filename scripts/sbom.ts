// `npm run sbom`: what a consumer gets, as CycloneDX: the packages that are installed with this one,
// and the libraries whose code is in its bundles, which the build lists in dist.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import packageJson from '../package.json' with { type: 'json' }

interface Component {
  readonly name: string
  readonly version: string
  readonly 'bom-ref': string
  readonly properties: readonly { readonly name: string; readonly value: string }[]
}
interface Bom {
  readonly metadata: { readonly component: object }
  readonly components: readonly Component[]
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[]
}

const root = resolve(import.meta.dirname, '..')
const bundled = new Set(
  [
    ...readFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.md'), 'utf8').matchAll(
      /^## (\S+) (\S+)$/gm,
    ),
  ].map(([, name, version]) => `${name}@${version}`),
)

const { stdout, status } = spawnSync(
  'npm',
  ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx', '--sbom-type', 'library'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
if (status !== 0) throw new Error('npm sbom failed')
const bom: Bom = JSON.parse(stdout)

const isTool = ({ properties }: Component) =>
  properties.some(({ name }) => name === 'cdx:npm:package:development')
const isBundled = ({ name, version }: Component) => bundled.has(`${name}@${version}`)
const components = bom.components
  .filter((component) => !isTool(component) || isBundled(component))
  .map((component) =>
    isBundled(component)
      ? { ...component, properties: [{ name: 'cdx:npm:package:bundled', value: 'true' }] }
      : component,
  )
const missing = [...bundled].filter(
  (id) => !components.some(({ name, version }) => `${name}@${version}` === id),
)
if (missing.length > 0) throw new Error(`the lock file does not know ${missing.join(', ')}`)
const kept = new Set(components.map((component) => component['bom-ref']))
const own = `${packageJson.name}@${packageJson.version}`

console.log(
  JSON.stringify(
    {
      ...bom,
      // npm names the folder.
      metadata: {
        ...bom.metadata,
        component: { ...bom.metadata.component, name: packageJson.name },
      },
      components,
      dependencies: bom.dependencies
        .filter(({ ref }) => ref === own || kept.has(ref))
        .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) })),
    },
    undefined,
    2,
  ),
)
