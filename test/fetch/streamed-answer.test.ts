import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it, vi } from 'vitest'
import { createLifetime } from '../../src/fetch/lifetime.js'
import { streamUntilEnded } from '../../src/fetch/streamed-answer.js'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

it('keeps no part of an answer that was read, however long it goes on', async () => {
  const parts: Array<WeakRef<object>> = []
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (stream) => {
        const part = new Uint8Array(8)
        parts.push(new WeakRef(part))
        stream.enqueue(part)
      },
    },
    { highWaterMark: 0 },
  )
  const { body: guarded } = streamUntilEnded(new Response(body), createLifetime(), [])
  const reading = guarded?.[Symbol.asyncIterator]()
  for (let count = 0; count < 50; count++) await reading?.next()
  await vi.waitFor(() => {
    collectGarbage()
    expect(parts.filter((part) => part.deref()).length).toBeLessThan(5)
  })
  expect(parts).toHaveLength(50)
  await reading?.return?.()
})
