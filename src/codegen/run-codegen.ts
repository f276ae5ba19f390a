/**
 * The command `npm run codegen`, apart from the process it runs in: pull the schema, keep it as
 * snapshot, generate from the snapshot.
 *
 * With credentials in the environment the schema comes from First AML, without them from this
 * package's sandbox, over HTTP all the same; so the whole way is walked on every machine.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { CodegenConfig } from '@graphql-codegen/cli'
import { GraphQLError } from 'graphql'
import { isOwnError } from '../base/errors.js'
import { type Environment, nameVariables, readEnvironment } from '../node/environment.js'
import { checkGenerated } from './check-generated.js'
import {
  describeAddress,
  describeChange,
  describeGeneration,
  describeServed,
} from './codegen-report.js'
import { generate } from './generate.js'
import { type CommandIo, createProgress, type Progress } from './progress.js'
import { type PulledSchema, pullSchema } from './pull-schema.js'
import { readFileIfAny } from './snapshot-file.js'

/** A sandbox that was started for one pull. */
interface StartedSandbox {
  readonly url: string
  readonly credentials: { readonly clientId: string; readonly clientSecret: string }
  readonly close: () => Promise<void>
}

export interface CodegenCommand {
  /** Arguments after the command's own name: `--check`, `--verbose`. */
  readonly argv: readonly string[]
  readonly env: Environment
  readonly io: CommandIo
  /** Directory of the project; all other paths are relative to it. */
  readonly cwd: string
  /** Path of the snapshot. */
  readonly snapshot: string
  readonly config: CodegenConfig
  /** What the stamp of a snapshot says that has none yet and was not pulled from First AML. */
  readonly author: string
  /** Starts a sandbox that serves the schema given. */
  readonly startSandbox: (schema: string) => Promise<StartedSandbox>
}

/** Runs the command. @returns its exit code: 0, or 1 after one line on the error stream. */
export async function runCodegen(command: CodegenCommand): Promise<number> {
  const { argv, env, io } = command
  const progress = createProgress(io, env)
  let verbose = false
  try {
    const options = readArguments(argv)
    verbose = options.verbose
    if (options.check) await check(command, progress)
    else await pullAndGenerate(command, progress)
    return 0
  } catch (error) {
    progress.failed(hideSecret(describe(error), env))
    if (verbose && error instanceof Error)
      io.stderr.write(`${hideSecret(error.stack ?? '', env)}\n`)
    return 1
  }
}

function readArguments(argv: readonly string[]): { check: boolean; verbose: boolean } {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      check: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
    },
  })
  return values
}

async function pullAndGenerate(command: CodegenCommand, progress: Progress): Promise<void> {
  const pulled = await pull(command, progress)
  progress.done(
    `Schema: ${describeChange(pulled)} (${command.snapshot}; ${describeServed(pulled)}).`,
  )
  progress.step('Generating from the snapshot')
  const generation = await generate(command.config, command.cwd)
  await generation.write()
  progress.done(`Generated: ${describeGeneration(generation)}.`)
}

async function pull(command: CodegenCommand, progress: Progress): Promise<PulledSchema> {
  const { env, cwd, snapshot } = command
  const output = resolve(cwd, snapshot)
  const options = readEnvironment(env)
  if (!options) return pullFromSandbox(command, output, progress)
  progress.done(`Pulling the schema from First AML${describeAddress(options)}.`)
  progress.step('Asking for a token and the schema')
  return pullSchema({ ...options, output })
}

async function pullFromSandbox(
  { author, snapshot, startSandbox }: CodegenCommand,
  output: string,
  progress: Progress,
): Promise<PulledSchema> {
  progress.step('Starting the sandbox')
  const schema = await readFileIfAny(output)
  if (schema === undefined) {
    throw new Error(
      `${snapshot} does not exist, so the sandbox has no schema to serve. Restore it, or set FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET to pull it from First AML.`,
    )
  }
  const sandbox = await startSandbox(schema).catch((error: unknown) => {
    throw new Error(`The sandbox cannot serve ${snapshot}${locate(error)}. Correct or restore it.`)
  })
  try {
    progress.done(
      `Pulling the schema from this package's sandbox, ${sandbox.url}, since FIRSTAML_CLIENT_ID and FIRSTAML_CLIENT_SECRET are not set.`,
    )
    progress.step('Asking for a token and the schema')
    return await pullSchema({
      ...sandbox.credentials,
      baseUrl: sandbox.url,
      output,
      source: author,
      mirrorsOutput: true,
    })
  } finally {
    await sandbox.close()
  }
}

async function check({ config, snapshot, cwd }: CodegenCommand, progress: Progress): Promise<void> {
  progress.step('Generating in memory')
  const files = await checkGenerated(config, snapshot, cwd)
  progress.done(`The snapshot matches its stamp, and its ${files} generated files are current.`)
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'Something was thrown that is no error.'
  const message = error.message.replaceAll(/\s*\n\s*/g, ' ')
  // Messages about options come from functions that other programs call too.
  return error instanceof TypeError || isOwnError(error) ? nameVariables(message) : message
}

function locate(error: unknown): string {
  const message = error instanceof Error ? error.message.split('\n', 1)[0] : ''
  const place = error instanceof GraphQLError ? error.locations?.[0] : undefined
  return `${place ? `:${place.line}:${place.column}` : ''}: ${message?.replace(/\.$/, '')}`
}

/** The last gate: whatever a message came from, the secret is not in it. */
function hideSecret(text: string, env: Environment): string {
  const secret = env.FIRSTAML_CLIENT_SECRET?.trim()
  // A few letters stand in half of all words; where a server quotes them, its quote lacks them.
  return secret && secret.length > 3 ? text.replaceAll(secret, '[redacted]') : text
}
