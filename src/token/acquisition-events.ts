/** The one event that each acquisition ends with. */
import { isOwnError } from '../base/errors.js'
import type { EventListener, TokenRequestReason } from '../base/events.js'
import type { Runtime } from '../base/runtime.js'
import type { AcquiredToken } from './shared-token.js'

interface Listeners {
  readonly runtime: Runtime
  readonly emit: EventListener
}

export function reportToken(
  { runtime, emit }: Listeners,
  reason: TokenRequestReason,
  durationMs: number,
  { minted: { token, sentAt }, shared }: AcquiredToken,
): void {
  const { lifetimeMs, scope } = token
  const granted = scope === undefined ? {} : { scope }
  if (shared) {
    const leftMs = sentAt + lifetimeMs - runtime.now()
    emit({ type: 'token_shared', reason, durationMs, lifetimeMs: leftMs, ...granted })
  } else emit({ type: 'token_received', reason, durationMs, lifetimeMs, ...granted })
}

export function reportFailure(
  { emit }: Listeners,
  reason: TokenRequestReason,
  durationMs: number,
  error: unknown,
): void {
  if (!isOwnError(error)) return
  const status =
    'status' in error && typeof error.status === 'number' ? { status: error.status } : {}
  emit({ type: 'token_failed', reason, durationMs, code: error.code, ...status })
}
