// A process of its own, for large-file.test.ts: First AML with one large file, made of nothing.
// The first connection of a download breaks half-way.
import { createServer, type ServerResponse } from 'node:http'

const size = Number(process.argv[2])
const part = Buffer.alloc(1_048_576, 'firstaml')
let downloads = 0

function sendJson(response: ServerResponse, body: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

function sendBytes(response: ServerResponse, from: number, breakAt: number): void {
  let left = size - from
  const more = () => {
    while (left > 0) {
      if (size - left >= breakAt) return void response.destroy()
      const next = part.subarray(0, Math.min(left, part.length))
      left -= next.length
      if (!response.write(next)) return void response.once('drain', more)
    }
    response.end()
  }
  more()
}

const server = createServer(async (request, response) => {
  const { url, method, headers } = request
  if (url === '/file') {
    const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0)
    response.writeHead(from > 0 ? 206 : 200, {
      etag: '"large"',
      'content-length': String(size - from),
      ...(from > 0 && { 'content-range': `bytes ${from}-${size - 1}/${size}` }),
    })
    const isFirst = downloads++ === 0
    return sendBytes(response, from, isFirst ? size / 2 : Number.POSITIVE_INFINITY)
  }
  let received = 0
  let text = ''
  for await (const chunk of request) {
    received += chunk.length
    if (method === 'POST' && url !== '/bytes') text += chunk
  }
  if (url === '/oauth/token') {
    sendJson(response, { access_token: 'token', expires_in: 86_400, token_type: 'Bearer' })
  } else if (url === '/bytes') {
    response.writeHead(received === size ? 201 : 400).end()
  } else if (text.includes('DocumentFile')) {
    const { port } = server.address() as { port: number }
    const uploadUrl = `http://127.0.0.1:${port}/bytes`
    const __typename = 'AddIndividualDocumentFileResult'
    sendJson(response, { data: { added: { __typename, uploadUrl, file: { fileId: '2' } } } })
  } else {
    const __typename = 'IndividualDocumentInformation'
    sendJson(response, { data: { document: { __typename, documentId: '1' } } })
  }
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
