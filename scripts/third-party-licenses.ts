import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isLicenseAllowed } from './license-policy.js'

/**
 * The licences of the libraries whose code stands in a bundle, as Markdown: each version once, though
 * it may be installed in several folders.
 *
 * @param moduleIds - absolute paths of the modules in it.
 * @throws when a library carries no licence text, or a licence that asks for more than a notice: it
 * must then not be bundled.
 */
export async function thirdPartyLicenses(
  root: string,
  moduleIds: readonly string[],
): Promise<string> {
  const folders = new Set(
    moduleIds.map((id) => packageFolder(root, id)).filter((folder) => folder !== undefined),
  )
  const entries = await Promise.all(
    [...folders].map(async (folder) => {
      const manifest: { name: string; version: string; license?: string } = JSON.parse(
        await readFile(join(folder, 'package.json'), 'utf8'),
      )
      if (!isLicenseAllowed(manifest.name, manifest.license, 'shipped')) {
        throw new Error(
          `${manifest.name} is under ${manifest.license}, so it cannot be bundled: see scripts/license-policy.ts`,
        )
      }
      return { ...manifest, text: await licenseText(folder, manifest) }
    }),
  )
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const sections = new Set(
    entries.map(
      ({ name, version, text }) => `## ${name} ${version}\n\n\`\`\`text\n${text}\n\`\`\`\n`,
    ),
  )
  return [
    '# Licences of bundled libraries',
    '',
    'The doors `firstaml-client/sandbox` and `firstaml-client/codegen`, and the command line, contain code of these libraries. Written by the build.',
    '',
    ...sections,
  ].join('\n')
}

function packageFolder(root: string, id: string): string | undefined {
  const parts = relative(root, id.replace(/^\0/, '').replace(/\?.*$/, '')).split(sep)
  const at = parts.lastIndexOf('node_modules')
  if (at < 0) return undefined
  const length = parts[at + 1]?.startsWith('@') ? 3 : 2
  return join(root, ...parts.slice(0, at + length))
}

async function licenseText(
  folder: string,
  manifest: { name: string; license?: string },
): Promise<string> {
  const file = (await readdir(folder)).find((name) => /^licen[cs]e/i.test(name))
  if (file) return (await readFile(join(folder, file), 'utf8')).trim()
  if (manifest.license === 'MIT') return `MIT, as ${manifest.name} declares in its package.json.`
  throw new Error(`${manifest.name} has no licence text, so it cannot be bundled.`)
}
