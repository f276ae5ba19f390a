// The words in which `npm run codegen` reports.
import { defaultBaseUrl } from '../base/urls.js'
import type { EnvironmentOptions } from '../node/environment.js'
import type { Generation } from './generate.js'
import type { PulledSchema } from './pull-schema.js'
import { showUrl } from './schema-answer.js'

export function describeAddress({ schemaUrl, graphqlUrl, baseUrl }: EnvironmentOptions): string {
  const address = schemaUrl ?? graphqlUrl ?? baseUrl ?? defaultBaseUrl
  // What is no address is complained about in a moment.
  return URL.canParse(address) ? `, ${showUrl(new URL(address))}` : ''
}

export function describeChange({ changed, written, date, source }: PulledSchema): string {
  if (changed) return 'changed'
  return written ? `unchanged, stamped anew: ${source}` : `unchanged since ${date}`
}

export function describeServed({ served, url }: PulledSchema): string {
  if (served === 'introspection') return `by introspection of ${url}`
  return served === 'sdl' ? `as text, ${url}?sdl` : `from ${url}`
}

export function describeGeneration({ files, stale, orphans }: Generation): string {
  const names = [...stale, ...orphans.map((path) => `${path} removed`)]
  return names.length === 0 ? `${files} files, unchanged` : names.join(', ')
}
