// The client's events as OpenTelemetry spans and metrics. Give the listener to `createClient` as
// `onEvent`; spans are made when something has ended, so nothing is kept in between.
import { type Meter, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api'
import type { EventListener } from 'firstaml-client'

export function createTelemetry(tracer: Tracer, meter: Meter): EventListener {
  const requestDuration = meter.createHistogram('firstaml.request.duration', { unit: 'ms' })
  const tokenRequests = meter.createCounter('firstaml.token.requests')
  const retries = meter.createCounter('firstaml.request.retries')
  const rejections = meter.createCounter('firstaml.token.rejections')
  const gateWait = meter.createHistogram('firstaml.throttle.wait', { unit: 'ms' })
  const pauses = meter.createHistogram('firstaml.throttle.pause', { unit: 'ms' })

  /** A span that ends now and began `durationMs` ago. */
  const span = (
    name: string,
    durationMs: number,
    attributes: Record<string, string | number>,
    code?: string,
  ) => {
    const endTime = Date.now()
    const ended = tracer.startSpan(name, {
      kind: SpanKind.CLIENT,
      startTime: endTime - durationMs,
      attributes,
    })
    if (code) ended.setStatus({ code: SpanStatusCode.ERROR, message: code })
    ended.end(endTime)
  }

  return (event) => {
    switch (event.type) {
      case 'request_finished': {
        const { operation, kind, durationMs, attempts, code } = event
        const outcome = code ?? 'answered'
        requestDuration.record(durationMs, { operation, kind, outcome })
        span(`firstaml ${operation}`, durationMs, { operation, kind, attempts, outcome }, code)
        break
      }
      case 'token_received':
        span('firstaml token', event.durationMs, { reason: event.reason })
        break
      case 'token_failed':
        span('firstaml token', event.durationMs, { reason: event.reason }, event.code)
        break
      case 'token_requested':
        tokenRequests.add(1, { reason: event.reason })
        break
      case 'unauthorized':
        rejections.add(1)
        break
      case 'retried':
        retries.add(1, { operation: event.operation, failure: event.failure })
        break
      case 'throttle_waited':
        gateWait.record(event.durationMs)
        break
      case 'throttle_paused':
        pauses.record(event.durationMs, { because: event.because })
        break
    }
  }
}
