/** The options of `createSandbox` as flags. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type {
  SandboxClient,
  SandboxFaultScript,
  SandboxOptions,
  SandboxThrottle,
} from 'firstaml-client/sandbox'
import type { Cli } from './cli.js'
import { UsageError } from './failures.js'
import { readJsonFile, readNumber } from './read-option.js'

export interface SandboxFlags {
  readonly port?: number
  readonly host?: string
  readonly cases?: number
  readonly schema?: string
  readonly clients?: string
  readonly tokenLifetime?: number
  readonly control?: true | string
  readonly faults?: string
  readonly unusedFaults?: NonNullable<SandboxOptions['onUnusedFaults']>
  readonly httpWebhooks?: boolean
  /** False with `--no-throttle`. */
  readonly throttle: boolean
  readonly rate?: number
  readonly burst?: number
  readonly throttleStatus?: NonNullable<SandboxThrottle['status']>
  /** False with `--no-retry-after`. */
  readonly retryAfter: boolean
  readonly rateLimitHeaders?: boolean
  readonly tokensPerHour?: number
  readonly tokensPerDay?: number
  /** False with `--no-pages`. */
  readonly pages: boolean
}

export function addSandboxOptions(command: Command): Command {
  return command
    .option('-p, --port <number>', 'port to listen on; default: any free one', readNumber)
    .option('--host <name>', 'loopback name to listen on: 127.0.0.1 (default), localhost or ::1')
    .option('--cases <count>', 'cases at the start; default 16', readNumber)
    .option('--schema <file>', 'schema to serve; default: the one of this package')
    .option('--clients <file>', 'JSON list of further clients, with scopes and organizations')
    .option('--token-lifetime <seconds>', 'how long tokens live; default a day', readNumber)
    .option('--control [path]', 'take faults and commands by HTTP, at /_sandbox or another path')
    .option('--faults <file>', 'JSON list of faults to script at the start')
    .option(
      '--unused-faults <what>',
      'what is done about faults that never happened: throw (default), warn or ignore',
    )
    .option('--http-webhooks', 'let webhooks go to http addresses on loopback')
    .option('--rate <count>', 'requests a second before it throttles', readNumber)
    .option('--burst <count>', 'requests at once before it throttles', readNumber)
    .option('--throttle-status <status>', 'how it refuses: 429 (default), 503 or 200', readNumber)
    .option('--no-retry-after', 'refuse without Retry-After')
    .option('--rate-limit-headers', 'answer with RateLimit headers')
    .option('--no-throttle', 'never throttle')
    .option('--tokens-per-hour <count>', 'tokens for a client in an hour', readNumber)
    .option('--tokens-per-day <count>', 'tokens for a client in a day', readNumber)
    .option('--no-pages', 'no pages for browsers')
}

/** @throws UsageError that names the flag, or the file, that cannot be used. */
export async function readSandboxOptions(
  cli: Cli,
  flags: SandboxFlags,
): Promise<{ readonly options: SandboxOptions; readonly faults: readonly SandboxFaultScript[] }> {
  const { port, host, cases, schema, clients, tokenLifetime, control, faults } = flags
  const options: SandboxOptions = {
    port,
    host,
    cases,
    schema: schema === undefined ? undefined : await readSchema(cli, schema),
    clients:
      clients === undefined ? undefined : await readList<SandboxClient>(cli, clients, '--clients'),
    tokenLifetimeSeconds: tokenLifetime,
    control: typeof control === 'string' ? { path: control } : control,
    onUnusedFaults: flags.unusedFaults,
    allowHttpWebhooks: flags.httpWebhooks,
    throttle: readThrottle(flags),
    tokenQuota: { perHour: flags.tokensPerHour, perDay: flags.tokensPerDay },
    pages: flags.pages,
  }
  return {
    options,
    faults: faults === undefined ? [] : await readList<SandboxFaultScript>(cli, faults, '--faults'),
  }
}

/** A message of `createSandbox`, with flags in the place of its options. */
export function nameSandboxFlags(message: string): string {
  return flagNames.reduce(
    (text, [option, flag]) => text.replaceAll(new RegExp(`(?<![\\w.-])${option}`, 'g'), flag),
    message.replace('createSandbox: ', ''),
  )
}

const flagNames = [
  ['throttle\\.perSecond', '--rate'],
  ['throttle\\.burst', '--burst'],
  ['throttle\\.status', '--throttle-status'],
  ['tokenQuota\\.perHour', '--tokens-per-hour'],
  ['tokenQuota\\.perDay', '--tokens-per-day'],
  ['tokenLifetimeSeconds', '--token-lifetime'],
  ['onUnusedFaults', '--unused-faults'],
  ['^(?=(?:port|host|cases|schema|control|clients))', '--'],
] as const

function readThrottle(flags: SandboxFlags): SandboxThrottle | false | undefined {
  const { rate, burst, throttleStatus, throttle, retryAfter, rateLimitHeaders } = flags
  const details = [burst, throttleStatus, rateLimitHeaders].some((flag) => flag !== undefined)
  if (!throttle) {
    if (rate === undefined && !details && retryAfter) return false
    throw new UsageError(
      '--no-throttle leaves nothing to say about throttling. Leave it, or the others, out.',
    )
  }
  if (rate !== undefined) {
    return { perSecond: rate, burst, status: throttleStatus, retryAfter, rateLimitHeaders }
  }
  if (!details && retryAfter) return undefined
  throw new UsageError('How it throttles is said without a limit. Add --rate, such as --rate 10.')
}

async function readSchema({ io }: Cli, path: string): Promise<string> {
  return readFile(resolve(io.cwd, path), 'utf8').catch((error: unknown) => {
    throw new UsageError(`--schema ${path} cannot be read. Check the path.`, { cause: error })
  })
}

async function readList<Item>(cli: Cli, path: string, option: string): Promise<readonly Item[]> {
  const list = await readJsonFile<unknown>(cli, path, option)
  if (Array.isArray(list)) return list
  throw new UsageError(`${option} ${path} must hold a list. Put [ ] around what it holds.`)
}
