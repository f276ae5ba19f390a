// `npm run bench:stored-token`: how much longer than the store itself a new client waits for a token
// that is in the store. Each round asks the store alone and a new token source, by turns in random
// order, so that what else the machine does falls on both.
//   --assert     exit code 1 when it is more than 5 ms
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { createTokenSource, memoryTokenStore, type TokenStore } from '../src/index.js'
import { fileTokenStore } from '../src/node/index.js'
import { redisTokenStore } from '../src/redis/index.js'
import { startRedis } from '../test/support/redis-server.js'
import { median, shuffle } from './statistics.js'
import { formatPlain } from './table.js'
import { stopwatch } from './time-travel.js'

const rounds = 300
const limitMs = 5
const options = {
  clientId: 'bench-client',
  clientSecret: 'no-secret-for-the-bench',
  tokenUrl: 'https://vendor.test/oauth/token',
}

async function measure(store: TokenStore): Promise<{ alone: number; whole: number }> {
  let requests = 0
  const fetch = async () => {
    requests++
    return Response.json({ access_token: 'token', token_type: 'Bearer', expires_in: 86_400 })
  }
  let key = ''
  const watched: TokenStore = {
    ...store,
    read: (name) => {
      key = name
      return store.read(name)
    },
  }
  await createTokenSource({ ...options, store: watched, fetch }).get()
  const samples = { alone: [] as number[], whole: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    for (const who of shuffle(['alone', 'whole'] as const)) {
      const elapsed = stopwatch()
      if (who === 'alone') await store.read(key)
      else await createTokenSource({ ...options, store, fetch }).get()
      samples[who].push(elapsed())
    }
  }
  if (requests !== 1) throw new Error(`There were ${requests} token requests instead of one.`)
  return { alone: median(samples.alone), whole: median(samples.whole) }
}

const folder = await mkdtemp(join(tmpdir(), 'firstaml-bench-'))
const rows: string[][] = []
let missed = false

async function report(name: string, store: TokenStore): Promise<void> {
  const { alone, whole } = await measure(store)
  missed ||= whole - alone > limitMs
  rows.push([name, `${alone.toFixed(2)} ms`, `${(whole - alone).toFixed(2)} ms`])
}

try {
  await report('memory', memoryTokenStore())
  await report('file', fileTokenStore({ folder: join(folder, 'tokens') }))
  if (spawnSync('redis-server', ['--version']).status === 0) {
    const server = await startRedis()
    const redis = new Redis(server.url)
    await report('Redis', redisTokenStore(redis))
    redis.disconnect()
    await server.remove()
  } else console.log('redis-server is not installed, so Redis is left out.')
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(
  formatPlain({
    title: `A stored token, found by a new client (medians of ${rounds})`,
    head: ['store', 'its own read', `added (at most ${limitMs} ms)`],
    rows,
  }),
)
if (process.argv.includes('--assert') && missed) process.exitCode = 1
