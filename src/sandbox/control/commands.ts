// Commands that come by HTTP: one object with the name of the command and its members. Each is the
// method of the same name, of the sandbox, its world or its webhooks.
import type { SandboxWebhooks } from '../webhooks/delivery.js'
import { caseStatuses, type SandboxWorld, verificationOutcomes } from '../world/control.js'

/** What can be told to a sandbox from outside its process. */
export interface RemoteControls {
  readonly revokeTokens: () => void
  readonly rotateSecret: (clientId?: string) => string
  readonly dropField: (field: string) => void
  readonly restoreField: (field: string) => void
  readonly advanceTime: (ms: number) => void
  readonly jumpClock: (ms: number) => void
  readonly reset: () => void
  readonly world: Pick<
    SandboxWorld,
    'completeVerification' | 'setCaseStatus' | 'completePdf' | 'failPdf'
  >
  readonly webhooks: Pick<SandboxWebhooks, 'redeliver' | 'duplicate' | 'hold' | 'release'>
}

/** Takes a member of a command, once. */
type Take = (name: string) => unknown

/** Reads the members of a command, and gives what carries it out. */
type Command = (take: Take, controls: RemoteControls) => () => unknown

const commands: ReadonlyMap<unknown, Command> = new Map<string, Command>([
  ['revokeTokens', (_, { revokeTokens }) => revokeTokens],
  [
    'rotateSecret',
    (take, { rotateSecret }) => {
      const clientId = optional('clientId', take, text)
      return () => ({ clientSecret: rotateSecret(clientId) })
    },
  ],
  ['dropField', (take, { dropField }) => withOne(dropField, text('field', take))],
  ['restoreField', (take, { restoreField }) => withOne(restoreField, text('field', take))],
  ['advanceTime', (take, { advanceTime }) => withOne(advanceTime, number('ms', take))],
  ['jumpClock', (take, { jumpClock }) => withOne(jumpClock, number('ms', take))],
  ['reset', (_, { reset }) => reset],
  [
    'completeVerification',
    (take, { world }) => {
      const caseId = text('caseId', take)
      const outcome = optional('outcome', take, oneOf(verificationOutcomes))
      return () => world.completeVerification(caseId, outcome)
    },
  ],
  [
    'setCaseStatus',
    (take, { world }) => {
      const caseId = text('caseId', take)
      const status = oneOf(caseStatuses)('status', take)
      return () => world.setCaseStatus(caseId, status)
    },
  ],
  ['completePdf', (take, { world }) => withOne(world.completePdf, number('pdfId', take))],
  ['failPdf', (take, { world }) => withOne(world.failPdf, number('pdfId', take))],
  ['redeliver', (take, { webhooks }) => withOne(webhooks.redeliver, text('id', take))],
  [
    'duplicate',
    (take, { webhooks }) => {
      const count = optional('count', take, number)
      return () => webhooks.duplicate(count)
    },
  ],
  ['hold', (_, { webhooks }) => webhooks.hold],
  [
    'release',
    (take, { webhooks }) => {
      const order = optional('order', take, oneOf(['in_order', 'reversed'] as const))
      return () => webhooks.release(order)
    },
  ],
])

/**
 * Runs a command.
 *
 * Rejects with a `TypeError` for what is no command, and with the errors of the command itself.
 *
 * @returns what there is to answer, as JSON.
 */
export async function runCommand(controls: RemoteControls, value: unknown): Promise<object> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('a command must be an object with a member command')
  }
  const { command, ...members } = { command: undefined, ...value }
  const known = commands.get(command)
  if (known === undefined) {
    throw new TypeError(`command must be one of ${[...commands.keys()].join(', ')}`)
  }
  const given = new Map<string, unknown>(Object.entries(members))
  const run = known((name) => {
    const member = given.get(name)
    given.delete(name)
    return member
  }, controls)
  if (given.size > 0) throw new TypeError('the command has a member that it does not know')
  const outcome = await run()
  return typeof outcome === 'object' && outcome !== null ? outcome : {}
}

function withOne<Value>(run: (value: Value) => unknown, value: Value): () => unknown {
  return () => run(value)
}

/** What a member must be. */
type Reader<Value> = (name: string, take: Take) => Value

function optional<Value>(name: string, take: Take, read: Reader<Value>): Value | undefined {
  const value = take(name)
  return value === undefined ? undefined : read(name, () => value)
}

const text: Reader<string> = (name, take) => {
  const value = take(name)
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`)
  return value
}

const number: Reader<number> = (name, take) => {
  const value = take(name)
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`)
  return value
}

function oneOf<Value extends string>(values: readonly Value[]): Reader<Value> {
  return (name, take) => {
    const value = take(name)
    const found = values.find((candidate) => candidate === value)
    if (found === undefined) throw new TypeError(`${name} must be one of ${values.join(', ')}`)
    return found
  }
}
