// Commands that come by HTTP: one object with the name of the command and its members.

/** What can be told to a sandbox from outside its process. */
export interface RemoteControls {
  readonly revokeTokens: () => void
  readonly rotateSecret: (clientId?: string) => string
  readonly dropField: (field: string) => void
  readonly restoreField: (field: string) => void
  readonly advanceTime: (ms: number) => void
  readonly jumpClock: (ms: number) => void
}

/**
 * Runs a command.
 *
 * Throws a `TypeError` for what is no command, and those of the command itself.
 *
 * @returns what there is to answer, as JSON.
 */
export function runCommand(controls: RemoteControls, value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError('a command must be an object with a member command')
  }
  const { command, ...members } = { command: undefined, ...value }
  const given = new Map<string, unknown>(Object.entries(members))
  const take = (name: string): unknown => {
    const member = given.get(name)
    given.delete(name)
    return member
  }
  const run = readCommand(command, take, controls)
  if (given.size > 0) throw new TypeError('the command has a member that it does not know')
  return run() ?? {}
}

function readCommand(
  command: unknown,
  take: (name: string) => unknown,
  controls: RemoteControls,
): () => object | undefined {
  switch (command) {
    case 'revokeTokens':
      return done(() => controls.revokeTokens())
    case 'rotateSecret': {
      const clientId = take('clientId')
      const wanted = clientId === undefined ? undefined : text('clientId', clientId)
      return () => ({ clientSecret: controls.rotateSecret(wanted) })
    }
    case 'dropField':
    case 'restoreField': {
      const field = text('field', take('field'))
      return done(() => controls[command](field))
    }
    case 'advanceTime':
    case 'jumpClock': {
      const ms = number('ms', take('ms'))
      return done(() => controls[command](ms))
    }
    default:
      throw new TypeError(
        'command must be revokeTokens, rotateSecret, dropField, restoreField, advanceTime or jumpClock',
      )
  }
}

function done(run: () => void): () => undefined {
  return () => {
    run()
    return undefined
  }
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`${name} must be a string`)
  return value
}

function number(name: string, value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number`)
  return value
}
