// The example with the real OpenTelemetry SDK, exporting into memory, and the real sandbox.
import { SpanStatusCode } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, it } from 'vitest'
import { createTelemetry } from '../../examples/opentelemetry.js'
import { createClient } from '../../src/index.js'
import { MeDocument } from '../../src/operations.js'
import { createSandbox } from '../../src/sandbox/index.js'

it('turns a query, a 401 and a lost connection into spans and metrics', async () => {
  const spans = new InMemorySpanExporter()
  const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: metrics })
  const metering = new MeterProvider({ readers: [reader] })
  const sandbox = await createSandbox()
  const client = createClient({
    baseUrl: sandbox.url,
    retry: { attempts: 2, baseMs: 0 },
    ...sandbox.credentials,
    onEvent: createTelemetry(tracing.getTracer('test'), metering.getMeter('test')),
  })

  await client.request(MeDocument)
  sandbox.revokeTokens()
  await client.request(MeDocument)
  await sandbox.close()
  await client.request(MeDocument).catch(() => {})

  const named = (name: string) => spans.getFinishedSpans().filter((span) => span.name === name)
  expect(named('firstaml token').map(({ attributes }) => attributes.reason)).toEqual([
    'cold',
    'rejected',
  ])
  const requests = named('firstaml Me')
  expect(requests.map(({ status }) => status)).toEqual([
    { code: SpanStatusCode.UNSET },
    { code: SpanStatusCode.UNSET },
    { code: SpanStatusCode.ERROR, message: 'network' },
  ])

  await metering.forceFlush()
  const recorded = metrics
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics)
    .flatMap((scope) => scope.metrics)
  const total = (name: string) =>
    recorded
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value))
  expect(total('firstaml.token.requests')).toEqual([1, 1])
  expect(total('firstaml.token.rejections')).toEqual([1])
  expect(total('firstaml.request.retries')).toEqual([1])
  expect(
    JSON.stringify([spans.getFinishedSpans().map((span) => span.attributes), recorded]),
  ).not.toContain(sandbox.credentials.clientSecret)

  client.dispose()
  await Promise.all([tracing.shutdown(), metering.shutdown()])
})
