/**
 * Prints a schema document so that equal schemas give equal bytes, however their descriptions and
 * texts were quoted, and under graphql-js 16 and 17 alike.
 */
import {
  type ASTNode,
  type DocumentNode,
  Kind,
  type ObjectValueNode,
  parseValue,
  print,
  visit,
} from 'graphql'

export function printDocument(document: DocumentNode): string {
  const uniform = visit(document, {
    leave(node: ASTNode) {
      if (node.kind === Kind.STRING) return { ...node, block: false }
      if (node.kind === Kind.OBJECT) return { kind: Kind.ENUM, value: writeObject(node) }
      if (!('description' in node) || !node.description) return undefined
      const value = tidy(node.description.value)
      const description = value && { kind: Kind.STRING, value, block: survivesAsBlock(value) }
      return { ...node, description: description || undefined }
    },
  })
  // The printer indents empty lines of a description too; a reader drops such blanks again.
  return `${print(uniform).replaceAll(/^[ \t]+$/gm, '')}\n`
}

/** Versions 16 and 17 space objects differently; a name, which an enum value is, they print as is. */
function writeObject({ fields }: ObjectValueNode): string {
  return `{${fields.map(({ name, value }) => `${name.value}: ${print(value)}`).join(', ')}}`
}

/** Line ends as `\n`, and no blanks that a reader could not see. */
function tidy(description: string): string {
  return description
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/^\n+|\n+$/g, '')
}

/** A block string loses common indentation and cannot hold control characters; quotes can. */
function survivesAsBlock(value: string): boolean {
  if (/[^\P{Cc}\n\t]/u.test(value)) return false
  // Nearly all descriptions, answered without parsing anything.
  if (/^[\x21-\x7e][\x20-\x7e]*$/.test(value) && !/["\\]/.test(value)) return true
  try {
    const read = parseValue(print({ kind: Kind.STRING, value, block: true }))
    return read.kind === Kind.STRING && read.value === value
  } catch {
    return false
  }
}
