// `npm run check:audit`: known weaknesses of dependencies, as the registry tells them. Not every
// registry does; then this says so and passes, unless AUDIT_REQUIRED is true, as where we publish.
import { spawnSync } from 'node:child_process'

interface Advisory {
  readonly title: string
  readonly url: string
}
/** As npm writes it: `via` names advisories, or the dependencies that have them. */
interface AuditReport {
  readonly error?: { readonly summary?: string }
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly severity: string; readonly via: readonly (string | Advisory)[] }>
  >
}

const { stdout, stderr } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8' })
const report: AuditReport = stdout.trim() === '' ? {} : JSON.parse(stdout)
if (report.vulnerabilities === undefined) {
  const reason = report.error?.summary || stderr.trim().split('\n')[0] || 'no answer'
  console.error(`Not audited: the registry does not tell advisories (${reason})`)
  if (process.env.AUDIT_REQUIRED === 'true') process.exitCode = 1
} else {
  const found = Object.entries(report.vulnerabilities)
  for (const [name, { severity, via }] of found) {
    const reasons = via.map((one) => (typeof one === 'string' ? one : `${one.title} ${one.url}`))
    console.error(`${severity}: ${name} (${reasons.join(', ')})`)
  }
  console.log(`${found.length} packages with known weaknesses`)
  if (found.length > 0) process.exitCode = 1
}
