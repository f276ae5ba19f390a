/** Whether the packages beside this one are of versions that it works with. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { installCommand, type Project } from '../project.js'
import { satisfies } from '../version-range.js'
import { type Finding, ok, skip, warn } from './finding.js'

/** @param ranges - the versions that this package works with, by package. */
export async function checkPackages(
  project: Project | undefined,
  ranges: Readonly<Record<string, string>>,
): Promise<readonly Finding[]> {
  if (!project) return [skip('packages', 'There is no package.json here.')]
  const named = Object.entries(ranges).filter(([name]) => project.names(name))
  const looks = await Promise.all(named.map(([name, range]) => look(project, name, range)))
  const findings = looks.filter((finding) => finding !== undefined)
  if (findings.length > 0) return findings
  return [ok('packages', `${named.map(([name]) => name).join(', ') || 'None'}: nothing is amiss.`)]
}

async function look(project: Project, name: string, range: string): Promise<Finding | undefined> {
  const version = await installedVersion(project.folder, name)
  const remedy = `Run ${installCommand(project.packageManager, [`'${name}@${range}'`])}.`
  if (version === undefined) {
    return warn(
      'packages',
      `${name} is in package.json and not installed.`,
      `Run ${project.packageManager} install.`,
    )
  }
  if (satisfies(version, range)) return undefined
  return warn('packages', `${name} is ${version}, and firstaml-client works with ${range}.`, remedy)
}

/** Looked for as Node does it, file by file: not every package lets its package.json be imported. */
async function installedVersion(folder: string, name: string): Promise<string | undefined> {
  const places = createRequire(join(folder, 'package.json')).resolve.paths(name) ?? []
  for (const place of places) {
    const text = await readFile(join(place, name, 'package.json'), 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const { version }: { readonly version?: string } = JSON.parse(text)
    return version
  }
  return undefined
}
