// How the vendor's custom scalars look on the wire. The formats are those of a Hot Chocolate
// server, which the vendor's API appears to be.
import { GraphQLScalarType, type GraphQLSchema } from 'graphql'

interface ScalarRule {
  readonly accepts: (value: unknown) => boolean
  readonly expected: string
  /** A value to show where nothing better is known. */
  readonly example: unknown
}

/** The custom scalars that are understood; any other passes whatever it is given. */
export const scalarRules: Readonly<Record<string, ScalarRule>> = {
  Date: { accepts: isDate, expected: 'a date, YYYY-MM-DD', example: '1988-04-17' },
  DateTime: {
    accepts: isDateTime,
    expected: 'an ISO 8601 date and time with an offset',
    example: '2026-02-03T04:05:06.000Z',
  },
  Decimal: { accepts: isDecimal, expected: 'a number', example: 1250.5 },
  URL: { accepts: isUrl, expected: 'an absolute URL', example: 'https://example.com/' },
}

/** Gives the schema's custom scalars their formats, for input and output alike. */
export function applyScalarRules(schema: GraphQLSchema): void {
  for (const [name, rule] of Object.entries(scalarRules)) {
    const type = schema.getType(name)
    if (!(type instanceof GraphQLScalarType)) continue
    const pass = (value: unknown) => {
      if (rule.accepts(value)) return value
      throw new TypeError(`${name} must be ${rule.expected}.`)
    }
    // A donor derives whatever functions this version of graphql-js gives a scalar.
    const donor = new GraphQLScalarType({ name, serialize: pass, parseValue: pass })
    const behaviour = Object.entries(donor).filter(([, value]) => typeof value === 'function')
    Object.assign(type, Object.fromEntries(behaviour))
  }
}

function isDate(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const instant = new Date(`${value}T00:00:00Z`)
  // 31 February parses, as a day in March.
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(value)
}

function isDateTime(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const date = /^(.{10})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i.exec(value)?.[1]
  return isDate(date) && !Number.isNaN(Date.parse(value))
}

function isDecimal(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value)
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}
