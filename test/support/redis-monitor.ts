// What a Redis server hears, as it hears it: who waits for others waits for an event here, and asks
// nobody again and again.
import type { Redis } from 'ioredis'

export interface RedisMonitor {
  /** Every command so far, its name and what came with it, as text. */
  readonly heard: readonly string[]
  /** Until that many clients have looked for an entry or a lease. */
  readonly looked: (clients: number) => Promise<void>
  /** Until everything has been heard that was sent before. */
  readonly caughtUp: () => Promise<void>
  readonly close: () => void
}

export async function monitorRedis(admin: Redis): Promise<RedisMonitor> {
  const connection = await admin.monitor()
  const heard: string[] = []
  const clients = new Set<string>()
  const mark = 'the end, as far as it goes'
  let hearEnd = () => {}
  let waiting: { readonly count: number; readonly go: () => void } | undefined
  connection.on('monitor', (_time: string, words: readonly string[], source: string) => {
    heard.push(words.join(' '))
    if (words[1] === mark) hearEnd()
    if (/^(get|set)$/i.test(words[0] ?? '')) clients.add(source)
    if (waiting && clients.size >= waiting.count) waiting.go()
  })
  return {
    heard,
    looked: (count) =>
      new Promise((go) => {
        waiting = { count, go }
        if (clients.size >= count) go()
      }),
    caughtUp: async () => {
      const end = new Promise<void>((go) => {
        hearEnd = go
      })
      await admin.echo(mark)
      await end
    },
    close: () => connection.disconnect(),
  }
}
