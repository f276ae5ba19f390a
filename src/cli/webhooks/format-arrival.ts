import type { Cli } from '../cli.js'
import { printable } from '../table.js'
import type { Arrival } from './webhook-receiver.js'

/** One line for people. @param at - when it arrived. */
export function formatArrival(arrival: Arrival, at: Date, paint: Cli['paint']): string {
  const time = paint.dim(at.toISOString().slice(11, 19))
  if (!arrival.verified) {
    return `${time}  ${paint.red('refused')}  ${arrival.code}: ${arrival.message}\n`
  }
  const { event, duplicate, forwardedStatus } = arrival
  const { eventType, ...members } = event
  const facts = Object.entries(members)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${printable(name)} ${describe(value)}`)
  const marks = [
    ...(duplicate ? [paint.yellow('(duplicate)')] : []),
    ...(forwardedStatus === undefined ? [] : [describeForward(forwardedStatus, paint)]),
  ]
  const parts = [time, paint.bold(printable(eventType)), facts.join(', '), ...marks]
  return `${parts.filter((part) => part !== '').join('  ')}\n`
}

/** The same for programs, on one line. */
export function reportArrival(arrival: Arrival, at: Date): string {
  return `${JSON.stringify({ at: at.toISOString(), ...arrival })}\n`
}

function describe(value: unknown): string {
  return printable(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
}

function describeForward(status: number, paint: Cli['paint']): string {
  if (status === 0) return paint.red('→ no answer')
  const text = `→ ${status}`
  return status >= 200 && status <= 299 ? paint.green(text) : paint.red(text)
}
