import type { Command, Option } from 'commander'

export interface Candidate {
  readonly value: string
  /** What it is, in a few words. */
  readonly about: string
}

/**
 * What the last word can become, after those before it. Nothing where a file, a name or a number is
 * wanted: shells then offer files.
 */
export function completeWords(program: Command, words: readonly string[]): readonly Candidate[] {
  const before = words.slice(0, -1).filter((word) => word !== '=')
  // Bash makes three words of `--format=g`, and completes the last.
  const typed = words.at(-1) === '=' ? '' : (words.at(-1) ?? '')
  if (before.includes('--')) return []
  const { command, waiting, operands } = follow(program, before)
  const [, flag, part] = /^(--[\w-]+)=(.*)$/.exec(typed) ?? []
  if (flag !== undefined && part !== undefined) {
    const values = choicesOf(findOption(command, flag))
    return values
      .map((value) => ({ value: `${flag}=${value}`, about: '' }))
      .filter(startsWith(typed))
  }
  const choices = choicesOf(waiting)
  if (choices.length > 0)
    return choices.map((value) => ({ value, about: '' })).filter(startsWith(typed))
  const mayEnd = waiting?.variadic === true && typed.startsWith('-')
  if (waiting?.required && !mayEnd) return []
  const candidates = typed.startsWith('-') ? listOptions(command) : listWords(command, operands)
  return candidates.filter(startsWith(typed))
}

interface Position {
  readonly command: Command
  /** The option just before, if it may have a value. */
  readonly waiting: Option | undefined
  /** How many operands the command has so far. */
  readonly operands: number
}

function follow(program: Command, words: readonly string[]): Position {
  let position: Position = { command: program, waiting: undefined, operands: 0 }
  for (const word of words) {
    const { command, waiting, operands } = position
    if (word.startsWith('-')) {
      const option = word.includes('=') ? undefined : findOption(command, word)
      const takesValue = option?.required || option?.optional
      position = { command, waiting: takesValue ? option : undefined, operands }
    } else if (waiting?.required && !waiting.variadic) {
      position = { command, waiting: undefined, operands }
    } else if (!waiting?.variadic) {
      const next = command.commands.find((sub) => sub.name() === word)
      position = { command: next ?? command, waiting: undefined, operands: next ? 0 : operands + 1 }
    }
  }
  return position
}

function optionsOf(command: Command): readonly Option[] {
  const helper = command.createHelp()
  const above = command.parent ? optionsOf(command.parent) : []
  const own = helper.visibleOptions(command)
  return [...own, ...above.filter(({ long }) => !own.some((option) => option.long === long))]
}

function findOption(command: Command, word: string): Option | undefined {
  return optionsOf(command).find(({ long, short }) => word === long || word === short)
}

function choicesOf(option: Option | undefined): readonly string[] {
  return option?.argChoices ?? []
}

function listOptions(command: Command): readonly Candidate[] {
  return optionsOf(command).flatMap(({ long, description }) =>
    long ? [{ value: long, about: description }] : [],
  )
}

function listWords(command: Command, operands: number): readonly Candidate[] {
  const named = command
    .createHelp()
    .visibleCommands(command)
    .map((sub) => ({ value: sub.name(), about: sub.summary() || sub.description() }))
  const choices = command.registeredArguments[operands]?.argChoices ?? []
  return [...named, ...choices.map((value) => ({ value, about: '' }))]
}

function startsWith(typed: string) {
  return ({ value }: Candidate) => value.startsWith(typed)
}
