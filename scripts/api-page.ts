// A page of the reference: one door, its declarations in the order of the alphabet.
import { inOneLine, readDocComment } from './api-doc-comment.js'
import type { ApiDoor, ApiItem, ApiToken } from './api-model.js'

/** Where the page of a name is, seen from the page that is written. */
export type FindPage = (name: string) => string | undefined

const sections = [
  ['Functions', 'Function'],
  ['Errors and classes', 'Class'],
  ['Interfaces', 'Interface'],
  ['Types', 'TypeAlias'],
  ['Values', 'Variable'],
] as const

/**
 * @param specifier - what is imported.
 * @param unnamed - what the door's declarations use without exporting it.
 */
export function printDoor(
  specifier: string,
  door: ApiDoor,
  unnamed: readonly ApiItem[],
  findPage: FindPage,
): string {
  const lines = [
    `# ${specifier}`,
    '',
    '<!-- Written by `npm run docs:api` from the docblocks in src. Do not edit. -->',
    '',
  ]
  for (const [title, kind] of sections) {
    const items = door.exported.filter((item) => item.kind === kind)
    if (items.length === 0) continue
    lines.push(`## ${title}`, '')
    for (const item of byName(items)) lines.push(...printItem(item, findPage))
  }
  if (unnamed.length > 0) {
    lines.push('## Used above, not exported by name', '')
    for (const item of byName(unnamed)) lines.push(...printItem(item, findPage))
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function byName(items: readonly ApiItem[]): readonly ApiItem[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)))
}

function printItem(item: ApiItem, findPage: FindPage): string[] {
  const doc = readDocComment(item.docComment)
  const lines = [`### ${item.name}`, '', doc.summary, '']
  // What codegen wrote is in the schema, and thousands of lines long.
  if (item.fileUrlPath?.includes('/generated/')) return lines
  lines.push('```ts', signatureOf(item), '```', '')
  for (const { name, text } of doc.parameters) lines.push(`- \`${name}\`: ${indented(text)}`)
  if (doc.returns) lines.push(`- Returns ${indented(doc.returns)}`)
  for (const text of doc.throws) lines.push(`- Throws ${indented(text)}`)
  if (lines.at(-1) !== '') lines.push('')
  lines.push(...doc.examples.flatMap((text) => [text, '']))
  lines.push(...printMembers(item))
  const names = new Set(referencesOf(item).filter((name) => name !== item.name))
  const links = [...names].sort().flatMap((name) => {
    const page = findPage(name)
    return page === undefined ? [] : [`[${name}](${page}#${name.toLowerCase()})`]
  })
  if (links.length > 0) lines.push(`See ${links.join(', ')}.`, '')
  return lines
}

function printMembers(item: ApiItem): string[] {
  const lines: string[] = []
  const examples: string[] = []
  for (const member of item.members ?? []) {
    if (member.kind === 'Constructor' || member.name === 'name') continue
    const doc = readDocComment(member.docComment)
    const text = [
      doc.summary,
      ...doc.parameters.map(({ name, text }) => `\`${name}\`: ${text}`),
      ...(doc.returns ? [`Returns ${doc.returns}`] : []),
      ...doc.throws.map((text) => `Throws ${text}`),
    ]
    const name = memberName(member)
    lines.push(`| \`${name}\` | \`${inOneLine(typeOf(member))}\` | ${inOneLine(text.join(' '))} |`)
    examples.push(...doc.examples)
  }
  if (lines.length === 0) return []
  return [
    '| member | type | |',
    '| --- | --- | --- |',
    ...lines,
    '',
    ...examples.flatMap((text) => [text, '']),
  ]
}

function memberName(member: ApiItem): string {
  const name = member.kind === 'CallSignature' ? '()' : member.name
  return member.isOptional ? `${name}?` : name
}

function typeOf(member: ApiItem): string {
  const tokens = member.excerptTokens ?? []
  const typed = textOf(tokens, member.propertyTypeTokenRange)
  if (typed !== '') return typed
  const initial = textOf(tokens, member.initializerTokenRange)
  return initial === '' ? textOf(tokens).replace(/;$/, '') : initial
}

function textOf(
  tokens: readonly ApiToken[],
  range: { readonly startIndex: number; readonly endIndex: number } | undefined = {
    startIndex: 0,
    endIndex: tokens.length,
  },
): string {
  return tokens
    .slice(range.startIndex, range.endIndex)
    .map(({ text }) => text)
    .join('')
}

function signatureOf(item: ApiItem): string {
  return textOf(item.excerptTokens ?? [])
    .replace(/^export /, '')
    .replace(/^declare /, '')
    .replace(/;$/, '')
    .replaceAll(/ +$/gm, '')
    .trim()
}

/** Names of this package that the declaration and its members mention. */
function referencesOf(item: ApiItem): readonly string[] {
  const tokens = [item, ...(item.members ?? [])].flatMap((one) => one.excerptTokens ?? [])
  return tokens.flatMap(({ kind, text, canonicalReference }) =>
    kind === 'Reference' && canonicalReference?.startsWith('firstaml-client!')
      ? [text.split('.')[0] ?? '']
      : [],
  )
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ')
}
