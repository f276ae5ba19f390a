// `npx tsx bench/webhooks.ts`: what a verified delivery costs, over what it costs with node:crypto by
// hand. Rounds alternate in random order, medians are compared, and only ratios are worth keeping.
// Each is told by the clock, which on a busy machine depends on what else it does, and by the CPU time
// of this process with all its threads.
//
// The step alone is verifyWebhook against createHmac, timingSafeEqual and JSON.parse. WebCrypto does
// its work on another thread, and on small bodies the way there and back is most of the step: the
// line of crypto.subtle.verify alone, with its key imported and nothing read, copied or parsed, is the
// least that any receiver with WebCrypto can take. A delivery is the whole receiver on a socket, with
// the sender in another process.
import { fork } from 'node:child_process'
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Agent, createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createWebhookListener, signWebhook, verifyWebhook } from '../src/webhooks/index.js'
import { shuffle, spread } from './statistics.js'

const inFlight = 64

interface Delivery {
  readonly payload: Buffer<ArrayBuffer>
  readonly signature: string
}

const key = randomBytes(32).toString('base64')

async function createDelivery(bytes: number): Promise<Delivery> {
  const event = { eventType: 'CaseStatusUpdated', caseId: 4711, officeKey: 'off-wellington' }
  const rest = bytes - JSON.stringify(event).length - ',"more":""'.length
  const payload = JSON.stringify(rest > 0 ? { ...event, more: 'x'.repeat(rest) } : event)
  return { payload: Buffer.from(payload), signature: await signWebhook({ payload, key }) }
}

type Step = (payload: Buffer<ArrayBuffer>, signature: string) => unknown

/** What a careful application writes itself; its key is decoded once. */
const rawKey = Buffer.from(key, 'base64')
function verifyByHand(payload: Buffer, signature: string | undefined): unknown {
  const given = Buffer.from(signature ?? '', 'base64')
  const right = createHmac('sha256', rawKey).update(payload).digest()
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Error('mismatch')
  return JSON.parse(payload.toString('utf8'))
}

/** The same by hand with WebCrypto: what is left over it is ours. */
const verifyByWebCrypto: Step = async (payload, signature) => {
  const given = Buffer.from(signature, 'base64')
  if (!(await crypto.subtle.verify('HMAC', webKey, given, payload))) throw new Error('mismatch')
  return JSON.parse(payload.toString('utf8'))
}
const algorithm = { name: 'HMAC', hash: 'SHA-256' }
const webKey = await crypto.subtle.importKey('raw', rawKey, algorithm, false, ['verify'])

/** In microseconds. */
const readings = {
  clock: () => performance.now() * 1_000,
  CPU: () => {
    const { user, system } = process.cpuUsage()
    return user + system
  },
}

type Contender = 'ours' | 'theirs'

/** Runs the contenders in turn, and gives ours over theirs; `run` does a number of deliveries. */
async function compare(rounds: number, run: (contender: Contender) => Promise<number>) {
  const samples = {
    ours: { clock: [] as number[], CPU: [] as number[] },
    theirs: { clock: [] as number[], CPU: [] as number[] },
  }
  for (const contender of ['ours', 'theirs'] as const) await run(contender)
  for (let round = 0; round < rounds; round++) {
    for (const contender of shuffle(['ours', 'theirs'] as const)) {
      const before = { clock: readings.clock(), CPU: readings.CPU() }
      const count = await run(contender)
      for (const how of ['clock', 'CPU'] as const)
        samples[contender][how].push((readings[how]() - before[how]) / count)
    }
  }
  const told = (['clock', 'CPU'] as const).map((how) => {
    const ours = spread(samples.ours[how]).median
    const theirs = spread(samples.theirs[how]).median
    return `${how} ${(ours / theirs).toFixed(2)}x (${ours.toFixed(1)} over ${theirs.toFixed(1)} microseconds)`
  })
  return told.join(', ')
}

const verifyOurs: Step = (payload, signature) => verifyWebhook({ payload, signature, key })

/** What WebCrypto takes by itself; the bytes of the signature are had for nothing. */
async function createBareVerify(bytes: number): Promise<Step> {
  const { signature } = await createDelivery(bytes)
  const given = Buffer.from(signature, 'base64')
  return (payload) => crypto.subtle.verify('HMAC', webKey, given, payload)
}

async function compareStep(bytes: number, ourStep: Step, byHand: Step): Promise<string> {
  const { payload, signature } = await createDelivery(bytes)
  const steps = { ours: ourStep, theirs: byHand }
  const batches = bytes > 10_000 ? 5 : 50
  return compare(41, async (contender) => {
    const step = steps[contender]
    for (let batch = 0; batch < batches; batch++)
      await Promise.all(Array.from({ length: inFlight }, () => step(payload, signature)))
    return batches * inFlight
  })
}

async function compareDelivery(bytes: number): Promise<void> {
  const { payload, signature } = await createDelivery(bytes)
  const fail = (error: unknown) => {
    throw error
  }
  const listeners: Record<'ours' | 'theirs', RequestListener> = {
    ours: createWebhookListener({ key, handle: () => {}, onError: fail }),
    theirs: (incoming, outgoing) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('end', () => {
        const header = incoming.headers['x-faml-signature']
        verifyByHand(Buffer.concat(chunks), typeof header === 'string' ? header : undefined)
        outgoing.writeHead(204).end()
      })
    },
  }
  const sender = fork(import.meta.filename, ['send'])
  const send = (port: number) =>
    new Promise((resolve) => {
      sender.once('message', resolve)
      sender.send({ port, signature, payload: payload.toString() })
    })
  const servers = await Promise.all(
    Object.values(listeners).map(async (listener) => {
      const server = createServer(listener)
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return server
    }),
  )
  const [ours = 0, theirs = 0] = servers.map((server) => (server.address() as AddressInfo).port)
  const ports = { ours, theirs }
  const result = await compare(21, async (contender) => {
    await send(ports[contender])
    return deliveries
  })
  console.log(`a delivery over HTTP, ${bytes} bytes, the receiver over node:crypto: ${result}`)
  sender.kill()
  for (const server of servers) server.close().closeAllConnections()
}

const deliveries = 1_000

/** The sender's process: sends on demand, over connections that it keeps. */
function serveSends(): void {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  process.on('message', ({ port, signature, payload }: Record<string, string>) => {
    const sendOne = () =>
      new Promise<void>((resolve, reject) => {
        const headers = {
          'x-faml-signature': signature,
          'content-length': Buffer.byteLength(payload ?? ''),
        }
        const outgoing = request({ agent, port, host: '127.0.0.1', method: 'POST', headers })
        outgoing.on('error', reject).on('response', (response) => {
          if (response.statusCode !== 204) reject(new Error(`status ${response.statusCode}`))
          response.resume().on('end', resolve)
        })
        outgoing.end(payload)
      })
    Promise.all(Array.from({ length: deliveries }, sendOne)).then(
      () => process.send?.('done'),
      (error: unknown) => {
        throw error
      },
    )
  })
}

if (process.argv.includes('send')) serveSends()
else {
  console.log(`node ${process.version}, ${inFlight} in flight`)
  for (const bytes of [100, 4_000, 60_000]) {
    const step = `verifyWebhook alone, ${bytes} bytes`
    const bare = await createBareVerify(bytes)
    console.log(`${step}, over node:crypto: ${await compareStep(bytes, verifyOurs, verifyByHand)}`)
    console.log(
      `crypto.subtle.verify alone, ${bytes} bytes, over node:crypto: ${await compareStep(bytes, bare, verifyByHand)}`,
    )
    console.log(
      `${step}, over WebCrypto by hand: ${await compareStep(bytes, verifyOurs, verifyByWebCrypto)}`,
    )
  }
  for (const bytes of [100, 4_000]) await compareDelivery(bytes)
}
