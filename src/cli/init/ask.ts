/** The questions of init, on a terminal. */
import { confirm, isCancel, multiselect, type Option, select, text } from '@clack/prompts'
import type { Cli } from '../cli.js'
import { Interrupted } from '../failures.js'
import type { Project } from '../project.js'
import { type ChoiceFlags, guessStyle, type Style, styles } from './choices.js'
import type { PlannedFile } from './plan.js'

const labels: Readonly<Record<Style, Option<Style>>> = {
  graphql: { value: 'graphql', label: 'in .graphql files', hint: 'types are generated' },
  tagged: { value: 'tagged', label: 'in gql`…` beside the code', hint: 'types are generated' },
  'gql-tada': { value: 'gql-tada', label: 'with gql.tada', hint: 'types are inferred' },
}

/** Asks for what no flag says. */
export async function askChoices(
  cli: Cli,
  flags: ChoiceFlags,
  project: Project,
): Promise<ChoiceFlags> {
  const common = commonOf(cli)
  const style =
    flags.style ??
    answer(
      await select<Style>({
        ...common,
        message: 'Where do you write your queries?',
        options: styles.map((name) => labels[name]),
        initialValue: guessStyle(project),
      }),
    )
  const source =
    flags.source ??
    answer(
      await text({ ...common, message: 'In which folder are your sources?', initialValue: 'src' }),
    )
  const output =
    flags.output ??
    (style === 'gql-tada'
      ? undefined
      : answer(
          await text({
            ...common,
            message: 'Where are the generated types to go?',
            initialValue: `${source}/generated/operations.ts`,
          }),
        ))
  return { style, source, ...(output && { output }) }
}

/** Asks which files may lose what is in them. */
export async function askReplacements(
  cli: Cli,
  files: readonly PlannedFile[],
): Promise<readonly string[]> {
  if (files.length === 0) return []
  return answer(
    await multiselect<string>({
      ...commonOf(cli),
      message: 'These exist and differ. Which may be replaced?',
      options: files.map(({ path, about }) => ({ value: path, label: path, hint: about })),
      required: false,
    }),
  )
}

export async function askConsent(cli: Cli): Promise<boolean> {
  return answer(await confirm({ ...commonOf(cli), message: 'Shall I write this?' }))
}

function commonOf({ io, signal }: Cli) {
  return { input: io.stdin, output: io.stderr, signal }
}

/** On a terminal in raw mode Ctrl-C is a key, and the prompt's own way to end. */
function answer<Value>(given: Value): Exclude<Value, symbol> {
  if (isAnswer(given)) return given
  throw new Interrupted('The questions were left.')
}

function isAnswer<Value>(given: Value): given is Exclude<Value, symbol> {
  return !isCancel(given)
}
