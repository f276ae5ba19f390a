// Each table of options has all options, and no other; the compiler knows which there are.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { CheckSchemaOptions, FirstAmlCodegenOptions } from '../../src/codegen/index.js'
import type { SandboxOptions } from '../../src/sandbox/index.js'
import { readLimits } from '../../src/sandbox/limits/limit-options.js'
import { normalizeOptions } from '../../src/sandbox/options.js'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const read = (page: string) => readFileSync(join(docs, page), 'utf8')

/** The rows of the table under `| option | what it is`: what stands in the first cell, and the last. */
function rowsOf(page: string): readonly (readonly [option: string, last: string])[] {
  const [, table = ''] = read(page).split(/^\| option \| what it is \|.*\n\|[-| ]+\n/m)
  const [rows = ''] = table.split('\n\n')
  return rows.split('\n').flatMap((row) => {
    const [, first = ''] = row.split('|')
    const last = row.split('|').at(-2)?.trim() ?? ''
    return [...first.matchAll(/`(\w+)`/g)].map(([, option = '']) => [option, last] as const)
  })
}

const codegen: Readonly<Record<keyof FirstAmlCodegenOptions, true>> = {
  documents: true,
  output: true,
  schema: true,
  pull: true,
  schemaTypes: true,
  requiredScopes: true,
  gqlTada: true,
  scalars: true,
  scalarsFrom: true,
  scopes: true,
}

const check: Readonly<Record<keyof CheckSchemaOptions, true>> = {
  live: true,
  snapshot: true,
  documents: true,
  policy: true,
  requiredScopes: true,
  grantedScopes: true,
  scopes: true,
  cwd: true,
}

const sandbox: Readonly<Record<keyof SandboxOptions, true>> = {
  port: true,
  host: true,
  listen: true,
  cases: true,
  credentials: true,
  clients: true,
  tokenLifetimeSeconds: true,
  schema: true,
  clock: true,
  throttle: true,
  tokenQuota: true,
  onUnusedFaults: true,
  webhookKey: true,
  allowHttpWebhooks: true,
  webhookFetch: true,
  control: true,
  pages: true,
}

it.each([
  ['codegen.md', 'firstAmlCodegen', codegen],
  ['schema-drift.md', 'checkSchema', check],
  ['sandbox.md', 'createSandbox', sandbox],
])('docs/%s has a row for each option of %s', (page, _, options) => {
  const shown = rowsOf(page).map(([option]) => option)
  expect(shown.sort()).toEqual(Object.keys(options).sort())
})

it('docs/sandbox.md has the defaults of the sandbox', async () => {
  const { host, listen, cases, tokenLifetimeSeconds, credentials, onUnusedFaults, pages } =
    await normalizeOptions({})
  const rows = new Map(rowsOf('sandbox.md'))
  expect(rows.get('host')).toBe(`any free one of \`${host}\``)
  expect(rows.get('listen')).toBe(`\`${listen}\``)
  expect(rows.get('cases')).toBe(`${cases}`)
  expect(rows.get('tokenLifetimeSeconds')).toBe(tokenLifetimeSeconds.toLocaleString('en-US'))
  expect(rows.get('credentials')).toBe(
    `\`${credentials.clientId}\`, \`${credentials.clientSecret}\``,
  )
  expect(rows.get('onUnusedFaults')).toBe(`\`${onUnusedFaults}\``)
  expect(rows.get('pages')).toBe(`\`${pages}\``)
})

it('docs/sandbox-faults.md has the default limits of the sandbox', () => {
  const { throttle, tokenQuota } = readLimits({})
  if (throttle === undefined) throw new Error('The sandbox does not throttle by default.')
  const { perSecond, burst, status, code, retryAfter, rateLimitHeaders } = throttle
  const [rate, most] = [perSecond, burst].map((count) => count.toLocaleString('en-US'))
  const page = read('sandbox-faults.md')
  expect(page).toContain(
    `| \`throttle: { perSecond, burst }\` | ${rate} a second, ${most} at once |`,
  )
  expect(page).toContain(`| \`throttle.status\` | ${status} |`)
  expect(page).toContain(`| \`throttle.code\` | \`${code}\` |`)
  expect(page).toContain(`| \`throttle.retryAfter\` | \`${retryAfter}\` |`)
  expect(page).toContain(`| \`throttle.rateLimitHeaders\` | \`${rateLimitHeaders}\` |`)
  expect(page).toContain('| `tokenQuota: { perHour, perDay }` | none |')
  expect(tokenQuota).toEqual({})
})
