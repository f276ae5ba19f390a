// A process of its own, for large-file.test.ts: moves one large file and tells how much memory
// that took at most, beyond what a small file takes.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type UploadOptions } from '../../src/index.js'
import { saveFile } from '../../src/node/index.js'

const [, , url = '', direction, bytes = '0'] = process.argv
const size = Number(bytes)
const client = createClient({ clientId: 'a', clientSecret: 'b', baseUrl: url })
const part = new Uint8Array(65_536)

const document = {
  caseId: 1,
  individualId: 2,
  documentType: 'PASSPORT',
  documentTitle: 'Passport',
  countryCode: 'NZ',
  fileExtension: '.bin',
} as const

/** A file of zeros, which takes no memory by itself. */
function zeros(): UploadOptions['file'] {
  return {
    size,
    stream: () => {
      let left = size
      return new ReadableStream<Uint8Array>(
        {
          pull: (controller) => {
            const next = part.subarray(0, Math.min(left, part.byteLength))
            left -= next.byteLength
            if (next.byteLength > 0) controller.enqueue(next)
            else controller.close()
          },
        },
        { highWaterMark: 0 },
      )
    },
  }
}

async function download(): Promise<number> {
  let received = 0
  for await (const chunk of (await client.download(`${url}/file`)).body ?? []) {
    received += chunk.byteLength
  }
  return received
}

async function save(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'firstaml-large-'))
  try {
    return (await saveFile(client, `${url}/file`, join(folder, 'file'))).bytes
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function upload(): Promise<number> {
  return (await client.upload({ ...document, file: zeros() })).bytes
}

// What is loaded and compiled at the first use is not what is looked for.
await fetch(`${url}/warm`, { method: 'POST', body: 'x' })
await client.upload({ ...document, file: new Blob(['x']) }).catch(() => {})
globalThis.gc?.()
const before = process.memoryUsage()
let rss = 0
let buffers = 0
const watch = setInterval(() => {
  const now = process.memoryUsage()
  rss = Math.max(rss, now.rss - before.rss)
  buffers = Math.max(buffers, now.external - before.external)
}, 10)
const directions: Readonly<Record<string, () => Promise<number>>> = { download, save, upload }
const moved = await (directions[direction ?? ''] ?? upload)()
clearInterval(watch)
client.dispose()
process.send?.({ moved, rss, buffers })
process.disconnect?.()
