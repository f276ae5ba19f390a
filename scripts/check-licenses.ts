// `npm run check:licenses`: every package of the lock file against the licence policy. Bundled
// libraries are tools by the lock file; the build puts those to the stricter list.
import packageLock from '../package-lock.json' with { type: 'json' }
import { isLicenseAllowed } from './license-policy.js'

interface LockedPackage {
  readonly license?: string
  readonly dev?: boolean
}

const packages: Readonly<Record<string, LockedPackage>> = packageLock.packages
const refused = Object.entries(packages).flatMap(([path, { license, dev }]) => {
  if (path === '') return []
  const name = path.replace(/^.*node_modules\//, '')
  const use = dev === true ? 'tool' : 'shipped'
  return isLicenseAllowed(name, license, use)
    ? []
    : [
        `${name} (${use}): ${license ?? 'no licence'} is not on the list of scripts/license-policy.ts`,
      ]
})
for (const line of refused) console.error(line)
if (refused.length > 0) process.exitCode = 1
