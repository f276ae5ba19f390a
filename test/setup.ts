// A library must be silent and must not leak rejections. Vitest already fails a run on an
// unhandled rejection; this makes anything written to the console fail the test that wrote it.
import { format } from 'node:util'
import { afterAll, afterEach, beforeAll } from 'vitest'

const methods = ['error', 'warn', 'log', 'info', 'debug'] as const
const heard: string[] = []

// Not with spies of vitest: made anew for each test, they take longer than most tests do.
let restore: (() => void)[] = []
beforeAll(() => {
  restore = methods.map((method) => {
    // biome-ignore lint/suspicious/noConsole: this is the guard that keeps the console quiet
    const original = console[method]
    console[method] = (...values) => {
      heard.push(`console.${method}: ${format(...values)}`)
      original(...values)
    }
    return () => {
      console[method] = original
    }
  })
})
afterAll(() => {
  for (const undo of restore) undo()
})

afterEach(() => {
  const lines = heard.splice(0)
  if (lines.length > 0) throw new Error(`The console has to stay quiet.\n${lines.join('\n')}`)
})
