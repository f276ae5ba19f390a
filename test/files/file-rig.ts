// First AML and a storage server on real sockets, for files that break, change and move.
import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach } from 'vitest'
import { createClient, type FirstAmlClient, type FirstAmlClientOptions } from '../../src/index.js'
import {
  createVendorRig,
  fakeCredentials,
  type RigRequest,
  type VendorRig,
} from '../support/vendor-rig.js'

/** No two parts of it are alike, so that a byte doubled, lost or moved shows. */
export function createContents(bytes: number): Buffer {
  const contents = Buffer.alloc(bytes)
  let state = 42
  for (let at = 0; at < bytes; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    contents[at] = state >>> 16
  }
  return contents
}

export interface Served {
  readonly contents: Buffer
  readonly headers?: Record<string, string>
  /** The connection breaks after so many bytes of this answer. */
  readonly breakAfter?: number | undefined
  /** The whole file is sent, whatever part was asked for. */
  readonly ignoreRange?: boolean
  /** Ends properly, but says nothing of the length. */
  readonly chunked?: boolean
}

export const strongEtag = { etag: '"v1"' }

/** Answers as a storage server does: `Range` with `If-Range`. */
export function serve(request: RigRequest, response: ServerResponse, served: Served): void {
  const { contents, headers = strongEtag, breakAfter, ignoreRange, chunked } = served
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]
  const condition = request.headers['if-range']
  const heeds = condition === undefined || Object.values(headers).includes(String(condition))
  const from = asked !== undefined && heeds && !ignoreRange ? Number(asked) : 0
  if (from >= contents.length && from > 0) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${contents.length}` }).end()
    return
  }
  const part = contents.subarray(from)
  const isPart = asked !== undefined && heeds && !ignoreRange
  response.writeHead(isPart ? 206 : 200, {
    'content-type': 'application/pdf',
    ...headers,
    ...(!chunked && { 'content-length': String(part.length) }),
    ...(isPart && {
      'content-range': `bytes ${from}-${contents.length - 1}/${contents.length}`,
    }),
  })
  if (breakAfter === undefined) response.end(part)
  else response.write(part.subarray(0, breakAfter), () => setImmediate(() => response.destroy()))
}

/** An answer that is no file. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): void {
  response.writeHead(status, headers).end(body)
}

export interface FileRig {
  readonly api: VendorRig
  readonly storage: VendorRig
  readonly client: FirstAmlClient
  readonly contentsUrl: string
  /** Another client of the same vendor. */
  readonly clientOf: (options: Partial<FirstAmlClientOptions>) => FirstAmlClient
}

/** A rig for each test; back-off costs no time. */
export function createFileRigs(): () => FileRig {
  let rig: FileRig
  const clients: FirstAmlClient[] = []
  beforeEach(async () => {
    const [api, storage] = await Promise.all([createVendorRig(), createVendorRig()])
    const clientOf = (options: Partial<FirstAmlClientOptions>) => {
      const client = createClient({
        ...fakeCredentials,
        baseUrl: api.url,
        retry: { baseMs: 0 },
        ...options,
      })
      clients.push(client)
      return client
    }
    rig = { api, storage, client: clientOf({}), contentsUrl: `${api.url}/files/1?v=2`, clientOf }
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) client.dispose()
    await Promise.all([rig.api.close(), rig.storage.close()])
  })
  return () => rig
}

export async function bytesOf(response: Response): Promise<Buffer> {
  return Buffer.from(await response.arrayBuffer())
}
