import { resolve } from 'node:path'
import type { Action, DefineCommand } from '../cli.js'
import { openClient } from '../client.js'
import { describeError } from '../describe-error.js'
import { exitCodes } from '../exit-codes.js'
import { readCaseFiles } from '../files/case-files.js'
import { downloadFiles } from '../files/download-files.js'
import { safeName } from '../files/file-names.js'
import { countOutcomes, formatFiles, reportFiles, summarizeFiles } from '../files/format-files.js'
import { createProgressLine, formatBytes } from '../progress-line.js'
import { readCount } from '../read-count.js'

interface DownloadOptions {
  readonly to?: string
  readonly parallel: string
  readonly overwrite?: boolean
}

export const define: DefineCommand = (command, { act }) => {
  command.description('Fetches files. The scope they need is read-only.')
  const download = command
    .command('download')
    .summary('download all files of a case')
    .description(
      'Downloads the files of a case, of its people and entities, and the PDFs that were made of it. Run again, it fetches what is missing.',
    )
    .argument('<case>', 'id of the case')
    .option('--to <folder>', 'where to (default: case-<id>)')
    .option('--parallel <count>', 'how many files at a time', '4')
    .option('--overwrite', 'replace files of these names that this command did not save')
  act(download, downloadAction)
}

const downloadAction: Action<DownloadOptions> = async (
  cli,
  { options, operands: [caseId = ''] },
) => {
  const { io, signal } = cli
  const parallel = readCount(options.parallel, '--parallel', 1, 32)
  const folder = resolve(io.cwd, options.to ?? safeName(`case-${caseId}`, 'case'))
  const client = await openClient(cli)
  const files = await readCaseFiles(client, caseId, signal)
  if (files.length === 0 && !cli.json) {
    cli.note('The case has no files.')
    return exitCodes.ok
  }
  const progress = createProgressLine(cli)
  cli.defer(progress.clear)
  const results = await downloadFiles({
    client,
    caseId,
    files,
    folder,
    parallel,
    overwrite: options.overwrite ?? false,
    signal,
    onProgress: ({ doneFiles, totalFiles, bytes }) =>
      progress.show({
        text: `${doneFiles} of ${totalFiles} files, ${formatBytes(bytes)}`,
        share: doneFiles / totalFiles,
      }),
    describe: async (error) => {
      const { code, message } = await describeError(error, io.env)
      return { code, message }
    },
  }).catch((error) => {
    progress.clear()
    if (io.signal.aborted) {
      cli.note('What is whole has its name. The same command fetches the rest.')
    }
    throw error
  })
  progress.clear()
  const counts = countOutcomes(results)
  if (cli.json) await cli.writeJson({ caseId, folder, counts, files: reportFiles(results) })
  else {
    await cli.write(formatFiles(results, cli.paint))
    cli.note(`${summarizeFiles(results)} They are in ${folder}.`)
  }
  return counts.failed + counts.skipped > 0 ? exitCodes.failed : exitCodes.ok
}
