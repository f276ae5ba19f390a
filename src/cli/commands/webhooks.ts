import { once } from 'node:events'
import type { Command } from 'commander'
import type { Action, DefineCommand } from '../cli.js'
import { exitCodes } from '../exit-codes.js'
import { readCount } from '../read-count.js'
import { printable } from '../table.js'
import { formatArrival, reportArrival } from '../webhooks/format-arrival.js'
import { isLoopbackHost, readForward } from '../webhooks/forward-address.js'
import { readPayload, readWebhookKeys } from '../webhooks/webhook-input.js'
import { type Arrival, startReceiver } from '../webhooks/webhook-receiver.js'

interface KeyOptions {
  readonly keyFile?: string
}

interface ListenOptions extends KeyOptions {
  readonly port: string
  readonly host: string
  readonly forward?: string
  readonly count?: string
}

interface VerifyOptions extends KeyOptions {
  readonly signature: string
}

export const define: DefineCommand = (command, { act }) => {
  command.description(
    'Receives, verifies and signs webhooks. The verifier key comes from FIRSTAML_WEBHOOK_KEY or a file, never as an argument.',
  )

  const listen = withKey(command.command('listen').summary('receive webhooks here, and show them'))
    .description(
      'Receives deliveries on this machine, verifies them and shows them; with --json one line of JSON for each. Ctrl-C ends it.',
    )
    .option('--port <port>', 'where to listen; 0 for any free port', '4180')
    .option('--host <host>', 'address to listen on', '127.0.0.1')
    .option('--forward <url>', 'hand verified deliveries on to an application on this machine')
    .option('--count <count>', 'end after so many deliveries')
  act(listen, listenAction)

  const verify = withKey(command.command('verify').summary('check the signature of a payload'))
    .description(
      'Checks that a payload was signed with the key, and shows its event. Exits with 1 when it was not.',
    )
    .argument('[file]', 'the raw body; without it, or as -, from stdin')
    .requiredOption('--signature <signature>', 'what the header x-faml-signature says')
  act(verify, verifyAction)

  const sign = withKey(command.command('sign').summary('sign a payload, for tests'))
    .description('Signs a payload as First AML does, and shows what x-faml-signature is to say.')
    .argument('[file]', 'the raw body; without it, or as -, from stdin')
  act(sign, signAction)
}

function withKey(command: Command): Command {
  return command.option(
    '--key-file <file>',
    'read the key from a file (default: FIRSTAML_WEBHOOK_KEY)',
  )
}

const listenAction: Action<ListenOptions> = async (cli, { options }) => {
  const { io, signal } = cli
  const port = readCount(options.port, '--port', 0, 65_535)
  const most = options.count === undefined ? undefined : readCount(options.count, '--count', 1)
  const forwardTo = options.forward === undefined ? undefined : readForward(options.forward)
  const keys = await readWebhookKeys(io, options.keyFile)
  const enough = new AbortController()
  let arrived = 0
  const receiver = await startReceiver({
    keys,
    host: options.host,
    port,
    forwardTo,
    fetch: io.fetch ?? globalThis.fetch,
    onArrival: async (arrival: Arrival) => {
      const at = new Date(io.now?.() ?? Date.now())
      await cli.write(cli.json ? reportArrival(arrival, at) : formatArrival(arrival, at, cli.paint))
      arrived++
      if (arrived === most) enough.abort()
    },
  })
  cli.defer(receiver.close)
  cli.note(`Listening on ${receiver.url}`)
  if (!isLoopbackHost(options.host)) {
    cli.note('Other machines can reach it. What does not verify is refused.')
  }
  const end = AbortSignal.any([signal, enough.signal])
  if (!end.aborted) await once(end, 'abort')
  signal.throwIfAborted()
  return exitCodes.ok
}

const verifyAction: Action<VerifyOptions> = async (cli, { options, operands: [file] }) => {
  const { verifyWebhook, WebhookError } = await import('firstaml-client/webhooks')
  const key = await readWebhookKeys(cli.io, options.keyFile)
  const payload = await readPayload(cli.io, file, cli.signal)
  try {
    const event = await verifyWebhook({ payload, signature: options.signature, key })
    if (cli.json) await cli.writeJson({ verified: true, event })
    else await cli.write(`${cli.paint.green('verified')}  ${printable(JSON.stringify(event))}\n`)
    return exitCodes.ok
  } catch (error) {
    if (!(error instanceof WebhookError) || !cli.json) throw error
    await cli.writeJson({ verified: false, code: error.code, message: error.message })
    return exitCodes.failed
  }
}

const signAction: Action<KeyOptions> = async (cli, { options, operands: [file] }) => {
  const { signWebhook } = await import('firstaml-client/webhooks')
  const [key = ''] = await readWebhookKeys(cli.io, options.keyFile)
  const payload = await readPayload(cli.io, file, cli.signal)
  const signature = await signWebhook({ payload, key })
  if (cli.json) await cli.writeJson({ signature })
  else await cli.write(`${signature}\n`)
  return exitCodes.ok
}
