/**
 * What all requests of one client share: its lifetime, the gates they pass, the clock of their
 * limits and the budget of their retries.
 */
import { createDeadlines, type Deadlines } from '../base/deadlines.js'
import type { AbortedError } from '../base/errors.js'
import type { EventListener } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import { createLifetime, type Lifetime } from './lifetime.js'
import { createRetryBudget, type RetryBudget } from './retry-budget.js'
import { createThrottleGate, type ThrottleGate } from './throttle-gate.js'
import {
  normalizeTrafficOptions,
  type TrafficOptions,
  type TrafficRules,
} from './traffic-options.js'

export interface Traffic {
  readonly rules: TrafficRules
  readonly lifetime: Lifetime
  readonly deadlines: Deadlines
  readonly budget: RetryBudget
  /** The gate of a URL's origin; undefined where the client does not hold itself back. */
  readonly gateOf: (url: string) => ThrottleGate | undefined
  /** Ends everything that is under way, and all that would begin. */
  readonly end: (reason: AbortedError) => void
}

export function createTraffic(
  options: TrafficOptions,
  runtime: Runtime,
  emit: EventListener,
): Traffic {
  const rules = normalizeTrafficOptions(options)
  const lifetime = createLifetime()
  const deadlines = createDeadlines(runtime)
  const { throttle } = rules
  const gates = new Map<string, ThrottleGate>()
  // Parsing a URL costs more than passing a gate, and nearly all requests go to one URL.
  let last: { url: string; gate: ThrottleGate } | undefined

  const gateOf = (url: string): ThrottleGate | undefined => {
    if (!throttle) return undefined
    if (last?.url === url) return last.gate
    const { origin } = new URL(url)
    const gate = gates.get(origin) ?? createThrottleGate({ runtime, emit, ...throttle })
    gates.set(origin, gate)
    last = { url, gate }
    return gate
  }

  return {
    rules,
    lifetime,
    deadlines,
    budget: createRetryBudget(rules.retry.budget),
    gateOf,
    end: (reason) => {
      deadlines.clear()
      lifetime.end(reason)
    },
  }
}
