/** Errors as people read them: one line of what, where and what to do. */
import { exitCodes } from './exit-codes.js'
import { ArgumentsError, CommandFailure, UsageError } from './failures.js'
import type { CliIo } from './io.js'

export interface ErrorDescription {
  readonly exitCode: number
  /** For programs, such as `usage` or `token_refused`. */
  readonly code: string
  /** One line; no secret of the environment is in it. */
  readonly message: string
}

export async function describeError(error: unknown, env: CliIo['env']): Promise<ErrorDescription> {
  const { exitCode, code, message } = await judge(error)
  return { exitCode, code, message: hideSecrets(message.replaceAll(/\s*\n\s*/g, ' ').trim(), env) }
}

/**
 * The exit code where help or the version has been shown: because it was asked for, or because no
 * command was named.
 */
export function readHelpShown(error: unknown): number | undefined {
  if (!(error instanceof ArgumentsError) || !/help|version/i.test(error.cause.code))
    return undefined
  return error.cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage
}

async function judge(error: unknown): Promise<ErrorDescription> {
  const { failed, usage } = exitCodes
  if (error instanceof ArgumentsError) {
    const { cause, help } = error
    const problem =
      cause.code === 'commander.help'
        ? 'no command is named'
        : cause.message.replace(/^error: /, '')
    return { exitCode: usage, code: 'usage', message: `${sentence(problem)} Run ${help}.` }
  }
  if (error instanceof UsageError) return { exitCode: usage, code: 'usage', message: error.message }
  if (error instanceof CommandFailure) {
    return { exitCode: failed, code: 'failed', message: error.message }
  }
  const { isFirstAmlError } = await import('firstaml-client')
  if (isFirstAmlError(error)) {
    // What is a member of the error is not to be had here.
    const message = error.message.replace(/ See errors for [^.]+\.$/, '')
    const { nameVariables } = await import('firstaml-client/node')
    return { exitCode: failed, code: error.code, message: nameVariables(message) }
  }
  if (isSystemError(error)) {
    return { exitCode: failed, code: error.code, message: describeSystemError(error) }
  }
  const message = error instanceof Error ? error.message : 'something was thrown that is no error'
  return {
    exitCode: failed,
    code: 'unexpected',
    message: `Unexpected: ${sentence(message)} Run it again with --debug to see where, and report it.`,
  }
}

interface SystemError extends Error {
  readonly code: string
  readonly path?: unknown
  readonly syscall?: unknown
  readonly address?: unknown
  readonly port?: unknown
  readonly hostname?: unknown
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

const remedies: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'is no address of this machine. Name another.',
  EACCES: 'may not be used by this user. Change its permissions, or name another.',
  EADDRINUSE: 'is in use already. End what listens there, or choose another port.',
  EEXIST: 'exists already. Name another, or remove it.',
  EISDIR: 'is a directory. Name a file.',
  ENOENT: 'does not exist. Check the path.',
  ENOSPC: 'could not be written: the disk is full. Make room.',
  ENOTFOUND: 'is a name that is not known. Check it.',
  ENOTDIR: 'leads through a file that is no directory. Check the path.',
  EROFS: 'is on a file system that cannot be written to. Name another place.',
}

function describeSystemError(error: SystemError): string {
  const remedy = remedies[error.code]
  const subject = subjectOf(error)
  return remedy && subject !== undefined ? `${subject} ${remedy}` : sentence(error.message)
}

/** The file, address or host that an error is about; reading and writing name none. */
function subjectOf({ path, address, port, hostname, syscall }: SystemError): string | undefined {
  if (typeof path === 'string') return path
  if (typeof address === 'string') return typeof port === 'number' ? `${address}:${port}` : address
  if (typeof hostname === 'string') return hostname
  if (syscall === 'write') return 'The output'
  return syscall === 'read' ? 'The input' : undefined
}

/** The last gate: whatever a text came from, the credentials of the environment are not in it. */
export function hideSecrets(text: string, env: CliIo['env']): string {
  return Object.entries(env).reduce((clean, [name, value]) => {
    const secret = /^FIRSTAML_\w*(?:SECRET|KEY|TOKEN)$/.test(name) ? value?.trim() : undefined
    // A few letters stand in half of all words; where a server quotes them, its quote lacks them.
    return secret && secret.length > 3 ? clean.replaceAll(secret, '[redacted]') : clean
  }, text)
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
