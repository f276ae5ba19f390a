import { describe, expect, it } from 'vitest'
import { createProgressLine, formatBytes, formatProgress } from '../../src/cli/progress-line.js'
import { collect } from './rig.js'

describe('a progress line', () => {
  function start(live = true, columns = 100) {
    const output = collect(true)
    let now = 0
    const io = { stderr: Object.assign(output.stream, { columns }), now: () => now }
    const note = (line: string) => void output.stream.write(`${line}\n`)
    const line = createProgressLine({ io, live, note } as Parameters<typeof createProgressLine>[0])
    return { line, text: output.text, pass: (ms: number) => (now += ms) }
  }

  it('is drawn over itself, ten times a second at most, and taken away', () => {
    const { line, text, pass } = start()
    line.show({ text: 'one' })
    pass(99)
    line.show({ text: 'two' })
    pass(1)
    line.show({ text: 'three' })
    line.clear()
    line.clear()
    expect(text()).toBe('\r\u001b[Kone\r\u001b[Kthree\r\u001b[K')
  })

  it('stays below what is noted', () => {
    const { line, text } = start()
    line.note('first')
    line.show({ text: 'one' })
    line.note('second')
    expect(text()).toBe('first\n\r\u001b[Kone\r\u001b[Ksecond\n\r\u001b[Kone')
  })

  it('is drawn whole on a terminal whose width nobody knows', () => {
    const { line, text } = start(true, 0)
    line.show({ text: 'one' })
    expect(text()).toContain('one')
  })

  it('is drawn again after the clock went back', () => {
    const { line, text, pass } = start()
    line.show({ text: 'one' })
    pass(-3_600_000)
    line.show({ text: 'two' })
    expect(text()).toContain('two')
  })

  it('is not drawn where nothing can show it, and notes all the same', () => {
    const { line, text } = start(false)
    line.show({ text: 'one' })
    line.note('first')
    line.clear()
    expect(text()).toBe('first\n')
  })

  it.each([
    [0, '[........................] x'],
    [0.5, '[############............] x'],
    [1.5, '[########################] x'],
    [undefined, 'x'],
  ])('shows the share %d as a bar', (share, shown) => {
    expect(formatProgress({ text: 'x', share }, 80)).toBe(shown)
  })

  it('is no wider than its terminal', () => {
    expect(formatProgress({ text: 'a long text', share: 0.5 }, 10)).toHaveLength(10)
  })

  it.each([
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [12_345_678, '12.3 MB'],
    [5e15, '5000.0 TB'],
  ])('writes %i bytes as %s', (bytes, shown) => expect(formatBytes(bytes)).toBe(shown))
})
