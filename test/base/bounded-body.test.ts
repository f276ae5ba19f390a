import { describe, expect, it } from 'vitest'
import { readBoundedText, releaseBody } from '../../src/base/bounded-body.js'

/** A response whose body comes in the chunks given, and then stays open. */
function chunked(chunks: Uint8Array[], onCancel: () => void = () => {}): Response {
  return new Response(
    new ReadableStream({
      pull: (controller) => {
        const chunk = chunks.shift()
        // What is never answered keeps the stream open.
        if (!chunk) return new Promise<void>(() => {})
        return controller.enqueue(chunk)
      },
      cancel: onCancel,
    }),
  )
}

describe('readBoundedText', () => {
  it('reads up to the limit, and one byte more is too long', async () => {
    expect(await readBoundedText(new Response('12345'), 5)).toBe('12345')
    expect(await readBoundedText(new Response('123456'), 5)).toBeUndefined()
    expect(await readBoundedText(new Response('ééé'), 5)).toBeUndefined()
    expect(await readBoundedText(new Response(''), 0)).toBe('')
    expect(await readBoundedText(new Response(null), 0)).toBe('')
  })

  it('puts letters together that came in pieces', async () => {
    const bytes = new TextEncoder().encode('a€𝄞b')
    const body = new ReadableStream({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]))
        controller.close()
      },
    })
    expect(await readBoundedText(new Response(body), 100)).toBe('a€𝄞b')
  })

  it('lets go of what is too long', async () => {
    let cancelled = false
    const response = chunked([new Uint8Array(10)], () => {
      cancelled = true
    })
    expect(await readBoundedText(response, 5)).toBeUndefined()
    expect(cancelled).toBe(true)
  })

  it('ends with the signal, and lets go', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    let cancelled = false
    const response = chunked([new Uint8Array(1)], () => {
      cancelled = true
    })
    const reading = readBoundedText(response, 100, controller.signal)
    controller.abort(reason)
    await expect(reading).rejects.toBe(reason)
    expect(cancelled).toBe(true)
  })

  it('reads a body that is no web stream', async () => {
    const odd = (text: string) =>
      Object.assign(new Response(), { text: () => Promise.resolve(text) })
    const response = odd('12345')
    Object.defineProperty(response, 'body', { value: { pipe: () => {} } })
    expect(await readBoundedText(response, 5)).toBe('12345')
    expect(await readBoundedText(response, 4)).toBeUndefined()
    releaseBody(response)
  })
})

describe('releaseBody', () => {
  it('cancels a body that nobody reads, once, and leaves any other alone', async () => {
    let cancelled = 0
    const response = chunked([], () => {
      cancelled++
    })
    releaseBody(response)
    releaseBody(response)
    expect(cancelled).toBe(1)
    releaseBody(new Response(null))
    const read = new Response('text')
    await read.text()
    releaseBody(read)
  })

  it('says nothing of a body that cannot be cancelled', () => {
    const response = chunked([])
    response.body?.getReader()
    releaseBody(response)
  })
})
