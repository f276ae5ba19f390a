/** What the webhook commands read: a key, which is never an argument, and a payload. */
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { signWebhook } from 'firstaml-client/webhooks'
import { UsageError } from '../failures.js'
import type { CliIo } from '../io.js'

/** Holds the verifier key, or two while one replaces the other. */
const keyVariable = 'FIRSTAML_WEBHOOK_KEY'

/** Far beyond any delivery; a wrong file should not fill the memory. */
const largestPayload = 16 * 1_048_576

/**
 * The verifier keys: of a file, or of the environment. Base64 has neither spaces nor commas, so
 * either stands between two keys.
 *
 * @throws UsageError when there is none.
 */
export async function readWebhookKeys(
  { env, cwd }: Pick<CliIo, 'env' | 'cwd'>,
  keyFile: string | undefined,
): Promise<readonly string[]> {
  const text =
    keyFile === undefined
      ? (env[keyVariable] ?? '')
      : Buffer.from(await readFileBytes(resolve(cwd, keyFile))).toString('utf8')
  const keys = text.split(/[\s,]+/).filter((key) => key !== '')
  const place = keyFile ?? keyVariable
  if (keys.length === 0) {
    const other = keyFile === undefined ? ', or name a file that holds it with --key-file' : ''
    const state = keyFile === undefined ? 'is not set' : 'holds no key'
    throw new UsageError(
      `${place} ${state}. Put the verifier key of your webhook subscription there${other}.`,
    )
  }
  for (const key of keys) await requireUsable(key, place)
  return keys
}

/** Before a payload is looked at: a key that cannot be used is another mistake than a wrong one. */
async function requireUsable(key: string, place: string): Promise<void> {
  try {
    await signWebhook({ payload: '', key })
  } catch (cause) {
    throw new UsageError(
      `${place} holds a key that is not Base64. Copy the verifier key of your webhook subscription anew, all of it.`,
      { cause },
    )
  }
}

/**
 * The bytes of a payload, exactly as they are.
 *
 * @param file - a path; undefined or `-` for standard input.
 * @throws UsageError when it is far too large, or would have to be typed.
 */
export async function readPayload(
  { stdin, cwd }: Pick<CliIo, 'stdin' | 'cwd'>,
  file: string | undefined,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (file !== undefined && file !== '-') return readFileBytes(resolve(cwd, file))
  if (stdin.isTTY) {
    throw new UsageError('No payload: name a file, or send the raw body to standard input.')
  }
  const stop = () => stdin.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await collect(stdin)
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function readFileBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    return await collect(file.createReadStream({ autoClose: false }))
  } finally {
    await file.close()
  }
}

async function collect(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of stream) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part
    size += bytes.byteLength
    if (size > largestPayload) {
      throw new UsageError('The input is larger than 16 MB, which no delivery is.')
    }
    parts.push(bytes)
  }
  return Buffer.concat(parts)
}
