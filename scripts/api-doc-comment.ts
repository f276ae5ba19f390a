// A docblock as API Extractor hands it on, taken apart for a page of the reference.

/** What a docblock says, by its tags; each text is Markdown. */
export interface DocComment {
  readonly summary: string
  readonly parameters: readonly { readonly name: string; readonly text: string }[]
  readonly returns: string | undefined
  readonly throws: readonly string[]
  readonly examples: readonly string[]
}

const blockTag = /^@(\w+)\s*/

/** @param comment - the docblock with its stars, or nothing. */
export function readDocComment(comment: string | undefined): DocComment {
  const blocks: string[] = ['']
  let fenced = false
  for (const line of textOf(comment ?? '')) {
    if (line.startsWith('```')) fenced = !fenced
    if (!fenced && blockTag.test(line)) blocks.push(line)
    else blocks.push(`${blocks.pop() ?? ''}\n${line}`)
  }
  const [summary = '', ...tagged] = blocks.map((block) => block.trim())
  const of = (tag: string) =>
    tagged.filter((block) => block.startsWith(`@${tag}`)).map((block) => linked(untagged(block)))
  return {
    summary: linked(summary),
    parameters: of('param').map((text) => {
      const [name = '', ...rest] = text.split(/\s+-\s+/)
      return { name: name.trim(), text: rest.join(' - ') }
    }),
    returns: of('returns')[0],
    throws: of('throws'),
    examples: of('example'),
  }
}

/** The text in one line, for a cell of a table. */
export function inOneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')
}

function textOf(comment: string): readonly string[] {
  return comment
    .replace(/^\s*\/\*\*/, '')
    .replace(/\*\/\s*$/, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
}

function untagged(block: string): string {
  return block.replace(blockTag, '').trim()
}

function linked(text: string): string {
  return text.replaceAll(/\{@link\s+([^}\s]+)\s*\}/g, '`$1`')
}
