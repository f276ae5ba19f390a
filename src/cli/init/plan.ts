/** What would be done to the files of an application; nothing is done here. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Project } from '../project.js'
import type { Choices } from './choices.js'
import { exampleVariables, newFiles, scriptsOf } from './templates.js'

export interface PlannedFile {
  /** Relative to the project. */
  readonly path: string
  /**
   * `create`: it is new; `extend`: lines are added and none is changed; `replace`: something of
   * somebody else's would go; `leave`: it is as it should be.
   */
  readonly action: 'create' | 'extend' | 'replace' | 'leave'
  /** What it would hold. */
  readonly text: string
  /** What about it, in a few words. */
  readonly about: string
}

export async function planFiles(
  choices: Choices,
  project: Project,
): Promise<readonly PlannedFile[]> {
  const read = (path: string) => readFile(join(project.folder, path), 'utf8').catch(ifMissing)
  const files = newFiles(choices, project).map(async ({ path, text }): Promise<PlannedFile> => {
    const before = await read(path)
    if (before === undefined) return { path, action: 'create', text, about: '' }
    if (before === text) return { path, action: 'leave', text, about: 'is so already' }
    return { path, action: 'replace', text, about: 'exists, and differs' }
  })
  return [
    ...(await Promise.all(files)),
    planScripts(project, scriptsOf(choices)),
    planLines('.env.example', await read('.env.example'), exampleVariables),
    planLines('.gitignore', await read('.gitignore'), ['.env']),
  ]
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

function planScripts(
  { manifest, text }: Project,
  scripts: Readonly<Record<string, string>>,
): PlannedFile {
  const path = 'package.json'
  const before = manifest.scripts ?? {}
  const missing = Object.keys(scripts).filter((name) => before[name] !== scripts[name])
  if (missing.length === 0) return { path, action: 'leave', text, about: 'has the scripts already' }
  const others = missing.filter((name) => name in before)
  const indentation = /^[\t ]+(?=")/m.exec(text)?.[0] ?? '  '
  const after = JSON.stringify(
    { ...manifest, scripts: { ...before, ...scripts } },
    undefined,
    indentation,
  )
  return {
    path,
    action: others.length > 0 ? 'replace' : 'extend',
    text: text.endsWith('\n') ? `${after}\n` : after,
    about:
      others.length > 0
        ? `has another script ${others.join(', ')}`
        : `scripts ${missing.join(', ')}`,
  }
}

/** Adds the lines that a file has not got; a comment comes along with the line that it is about. */
function planLines(
  path: string,
  before: string | undefined,
  lines: readonly string[],
): PlannedFile {
  const has = (line: string) =>
    (before ?? '').split(/\r?\n/).some((present) => isSame(present, line))
  const missing = lines.filter((line, index) => {
    const next = lines[index + 1]
    return line.startsWith('# ') && next !== undefined && !isVariable(line)
      ? !has(next)
      : !has(line)
  })
  const start = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n'
  const text = `${before ?? ''}${start}${missing.map((line) => `${line}\n`).join('')}`
  if (missing.length === 0) return { path, action: 'leave', text, about: 'has it already' }
  if (before === undefined) return { path, action: 'create', text, about: '' }
  const names = missing.filter((line) => !line.startsWith('# ') || isVariable(line))
  return { path, action: 'extend', text, about: names.map(nameOf).join(', ') }
}

function isVariable(line: string): boolean {
  return /^# FIRSTAML_/.test(line)
}

/** `NAME=` is there whatever its value, and in a comment too. */
function nameOf(line: string): string {
  return line
    .replace(/^#\s*(?=FIRSTAML_)/, '')
    .replace(/=.*$/, '')
    .replace(/^\//, '')
    .trim()
}

function isSame(present: string, line: string): boolean {
  return nameOf(present) === nameOf(line)
}
