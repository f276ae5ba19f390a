// A library must be silent and must not leak rejections. Vitest already fails a run on an
// unhandled rejection; this makes anything written to the console fail the test that wrote it.
import { afterEach, beforeEach, expect, vi } from 'vitest'

const methods = ['error', 'warn', 'log', 'info', 'debug'] as const

beforeEach(() => {
  for (const method of methods) vi.spyOn(console, method)
})

afterEach(() => {
  for (const method of methods) {
    // biome-ignore lint/suspicious/noConsole: this is the guard that keeps the console quiet
    const spy = vi.mocked(console[method])
    if (vi.isMockFunction(spy)) expect(spy.mock.calls, `console.${method} stays quiet`).toEqual([])
  }
})
