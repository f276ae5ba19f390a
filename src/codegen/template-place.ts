/**
 * Where in a code file a template stands that a loader has taken out of it.
 *
 * The loader leaves out what is put in by `${…}` and the backslashes of quoted backticks, so the
 * text of a template is not always found in its file letter by letter.
 */

/** @returns where the text of the template begins; undefined when it is not in the file. */
export function findTemplate(code: string, body: string): number | undefined {
  for (let at = code.indexOf('`'); at !== -1; at = code.indexOf('`', at + 1)) {
    if (isTemplateAt(code, at + 1, body)) return at + 1
  }
  return undefined
}

function isTemplateAt(code: string, start: number, body: string): boolean {
  let at = afterInterpolations(code, start)
  for (const letter of body) {
    if (letter === '`' && code[at] === '\\') at++
    if (!code.startsWith(letter, at)) return false
    at = afterInterpolations(code, at + letter.length)
  }
  return code[at] === '`'
}

/** An interpolation ends with the first brace, as the loader has it. */
function afterInterpolations(code: string, start: number): number {
  let at = start
  while (code.startsWith('${', at) && code.includes('}', at)) at = code.indexOf('}', at) + 1
  return at
}
