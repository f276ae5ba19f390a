import { type GraphQLLeafType, isEnumType } from 'graphql'
import { scalarRules } from './scalars.js'

// Plausible text by the name of the field. The first rule that matches wins; what no rule knows
// gets a text that says which field it stands for.
const texts: readonly (readonly [RegExp, string])[] = [
  [/email/i, 'alex@example.test'],
  [/phone/i, '+6421000000'],
  [/^cca2$|countryCode/i, 'NZ'],
  [/firstName/i, 'Alex'],
  [/middleName/i, 'Rowan'],
  [/lastName/i, 'Example'],
  [/legalName/i, 'Example Holdings Limited'],
  [/name$/i, 'Alex Example'],
  [/fileExtension/i, '.pdf'],
  [/city/i, 'Wellington'],
  [/postCode/i, '6011'],
  [/address/i, '1 Example Street'],
]

// Where the first value of an enum would be an odd thing to meet in a first answer.
const usualEnumValues: readonly string[] = ['IN_PROGRESS', 'STANDARD', 'PROCESSING']

/**
 * Makes up the value of a leaf field, as its scalar is to be serialized.
 *
 * @param key Where the object stands in the graph: identifiers and URLs differ by it.
 * @param baseUrl Where made-up URLs point to.
 */
export function exampleLeaf(
  type: GraphQLLeafType,
  fieldName: string,
  key: string,
  baseUrl: string,
): unknown {
  if (isEnumType(type)) {
    const values = type.getValues()
    return (values.find(({ name }) => usualEnumValues.includes(name)) ?? values[0])?.value
  }
  const id = exampleId(`${key}.${fieldName}`)
  if (type.name === 'URL') return `${baseUrl}/${fieldName}/${id}`
  // Every page is the last one, or who follows cursors would never come to an end.
  if (fieldName === 'hasNextPage') return false
  if (type.name === 'Boolean') return /^(is|can|requires|has)[A-Z]/.test(fieldName)
  if (type.name === 'Int' || type.name === 'Float') return isIdName(fieldName) ? id : 1
  const example = scalarRules[type.name]?.example
  if (example !== undefined) return example
  if (isIdName(fieldName) || type.name === 'ID') return String(id)
  return texts.find(([pattern]) => pattern.test(fieldName))?.[1] ?? `Example ${fieldName}`
}

/** Whether a field or an argument of this name holds an identifier. */
export function isIdName(name: string): boolean {
  return /^id$|Id$/.test(name)
}

/**
 * An identifier derived from a text: five digits, the same for the same text.
 *
 * Digits alone, because the vendor's schema has the same id as `String` in one place and as `Int`
 * in another.
 */
function exampleId(text: string): number {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return 10_000 + (hash % 90_000)
}
