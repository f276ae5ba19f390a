import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { readSearch, type SearchFlags } from '../cases/case-search.js'
import { type ExportProgress, exportCases, streamCases } from '../cases/export-cases.js'
import { formatCase } from '../cases/format-case.js'
import { formatCases, listCases, shortMoment } from '../cases/list-cases.js'
import { readCase } from '../cases/read-case.js'
import { createRowFormat, type ExportFormat, exportFormats } from '../cases/row-format.js'
import type { Action, DefineCommand } from '../cli.js'
import { openClient } from '../client.js'
import { UsageError } from '../failures.js'
import { createProgressLine } from '../progress-line.js'
import { readCount } from '../read-count.js'

interface ListOptions extends SearchFlags {
  readonly max: string
  readonly oldestFirst?: boolean
}

interface ExportOptions extends SearchFlags {
  readonly format?: ExportFormat
  readonly output?: string
  readonly max?: string
  readonly overwrite?: boolean
  readonly restart?: boolean
  readonly bom?: boolean
  readonly raw?: boolean
}

export const define: DefineCommand = (command, { act }) => {
  command.description('Reads cases. The scope they need is read-only.')

  const list = withFilters(command.command('list').summary('list the cases that a search finds'))
    .description('Lists cases, the one that changed last first.')
    .option('--oldest-first', 'the one that changed first, first')
    .option('--max <count>', 'how many to show', '50')
  act(list, listAction)

  const show = command
    .command('show')
    .summary('show one case: its status, people, entities, checks and documents')
    .description(
      'Shows a case: its status, people and entities with their checks, exceptions and documents.',
    )
    .argument('<case>', 'id of the case')
  act(show, showAction)

  const exporting = withFilters(
    command.command('export').summary('write all cases of a search to a file'),
  )
    .description(
      'Writes cases to a file or to stdout, one line each, oldest change first. A file can be interrupted at any time: the same command goes on where it stopped.',
    )
    .addOption(
      new Option(
        '--format <format>',
        'how to write them (default: by the end of the file’s name)',
      ).choices(exportFormats),
    )
    .option('-o, --output <file>', 'where to; without it, or as -, to stdout')
    .option('--max <count>', 'end after so many')
    .option('--overwrite', 'replace a file of that name')
    .option('--restart', 'throw away what an interrupted run has left')
    .option('--bom', 'CSV: begin with a byte order mark, so that Excel reads UTF-8')
    .option('--raw', 'CSV: write cells as they are, even those that spreadsheets take for formulas')
  act(exporting, exportAction)
}

function withFilters(command: Command): Command {
  return command
    .option('--search <text>', 'text in the id, the name or the reference')
    .option('--organization <id>', 'cases of one organization')
    .option('--updated-after <moment>', 'changed later: 2026-11-23, or 2026-11-23T09:30:00Z')
    .option('--reference', 'only cases that have a reference')
    .option('--no-reference', 'only cases that have none')
}

const listAction: Action<ListOptions> = async (cli, { options }) => {
  const max = readCount(options.max, '--max', 1, 10_000)
  const search = readSearch(options)
  const client = await openClient(cli)
  const sortDirection = options.oldestFirst ? 'ASCENDING' : 'DESCENDING'
  const { cases, hasMore } = await listCases(
    client,
    { ...search, sortDirection, signal: cli.signal },
    max,
  )
  if (cli.json) await cli.writeJson({ cases, hasMore })
  else if (cases.length === 0) cli.note('No case fits.')
  else await cli.write(formatCases(cases, cli.paint))
  if (hasMore) {
    cli.note(`There are more than these ${max}: raise --max, or use firstaml cases export.`)
  }
  return 0
}

const showAction: Action<object> = async (cli, { operands: [caseId = ''] }) => {
  const client = await openClient(cli)
  const report = await readCase(client, caseId, cli.signal)
  if (cli.json) await cli.writeJson(report)
  else await cli.write(formatCase(report, cli.paint))
  return 0
}

const exportAction: Action<ExportOptions> = async (cli, { options }) => {
  const { io, signal } = cli
  const output = options.output === '-' ? undefined : options.output
  const format = chooseFormat(options, output, cli.json)
  const max = options.max === undefined ? undefined : readCount(options.max, '--max', 0)
  if (output === undefined && (options.overwrite || options.restart)) {
    throw new UsageError('--overwrite and --restart are about a file: name it with --output.')
  }
  const search = readSearch(options)
  const client = await openClient(cli)
  // Lines of cases and a line that is drawn over itself do not go together on one screen.
  const isShared = output === undefined && io.stdout.isTTY === true
  const progress = createProgressLine({ ...cli, live: cli.live && !isShared })
  const source = {
    client,
    search,
    max,
    format: createRowFormat(format, options),
    signal,
    onProgress: (state: ExportProgress) => progress.show(describeProgress(state, max)),
  }
  cli.defer(progress.clear)
  if (output === undefined) {
    const rows = await streamCases(source, cli.write)
    progress.clear()
    if (!cli.json) cli.note(`${count(rows)}.`)
    return 0
  }
  const exported = await exportCases({
    ...source,
    path: resolve(io.cwd, output),
    environment: [
      io.env.FIRSTAML_BASE_URL,
      io.env.FIRSTAML_GRAPHQL_URL,
      io.env.FIRSTAML_CLIENT_ID,
    ].join(' '),
    overwrite: options.overwrite ?? false,
    restart: options.restart ?? false,
    note: progress.note,
  }).finally(progress.clear)
  if (cli.json) await cli.writeJson({ ...exported, format })
  else cli.note(`${count(exported.rows)} in ${exported.path}.`)
  return 0
}

function chooseFormat(
  { format, bom, raw }: ExportOptions,
  output: string | undefined,
  json: boolean,
): ExportFormat {
  const chosen = format ?? (output !== undefined && /\.csv$/i.test(output) ? 'csv' : 'jsonl')
  if (chosen === 'jsonl' && (bom || raw)) {
    throw new UsageError('--bom and --raw are for CSV: add --format csv.')
  }
  if (chosen === 'csv' && json && output === undefined) {
    throw new UsageError('--json has JSON on stdout, where the CSV would go: add --output.')
  }
  return chosen
}

function describeProgress({ rows, upTo }: ExportProgress, max: number | undefined) {
  const text =
    upTo === undefined ? count(rows) : `${count(rows)}, changed up to ${shortMoment(upTo)}`
  return { text, share: max ? rows / max : undefined }
}

function count(rows: number): string {
  return rows === 1 ? '1 case' : `${rows} cases`
}
