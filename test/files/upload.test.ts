// `client.upload` on real sockets: three steps, and a failure after each of them.
import { describe, expect, it } from 'vitest'
import type { TransferProgress, UploadOptions } from '../../src/index.js'
import { failureOf } from '../fetch/api-rig.js'
import { type RigRequest, sendJson, sendUnauthorized } from '../support/vendor-rig.js'
import { answer, createFileRigs } from './file-rig.js'

const rig = createFileRigs()
const passport: UploadOptions = {
  caseId: '11',
  individualId: '22',
  documentType: 'PASSPORT',
  documentTitle: 'Passport',
  countryCode: 'NZ',
  file: new Blob(['all the bytes'], { type: 'image/jpeg' }),
  fileName: 'passport.jpg',
}
const { existing: _, ...forExisting } = passport

interface Sent {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
}

/** The API's two mutations; the bytes go to `/bytes` of either server and are taken. */
const script = (uploadUrl = `${rig().api.url}/bytes?sig=1`) => {
  const { api } = rig()
  const mutations: Sent[] = []
  api.onGraphql = ({ body }, response) => {
    const { query, variables } = JSON.parse(body)
    const operation = String(/mutation (\w+)/.exec(query)?.[1])
    mutations.push({ operation, input: variables.input })
    const owner = operation.includes('Entity') ? 'Entity' : 'Individual'
    sendJson(response, 200, {
      data: operation.endsWith('File')
        ? {
            added: {
              __typename: `Add${owner}DocumentFileResult`,
              uploadUrl,
              file: { fileId: '44' },
            },
          }
        : { document: { __typename: `${owner}DocumentInformation`, documentId: '33' } },
    })
  }
  api.onOther = (_request, response) => answer(response, 201)
  return mutations
}
const bytesRequest = (): RigRequest | undefined => rig().api.otherRequests.at(-1)
async function* parts() {
  for (const part of ['all ', 'the ', 'bytes']) yield new TextEncoder().encode(part)
}
const streamOf = () => new Blob(['all the bytes']).stream()

describe('client.upload', () => {
  it('creates the document, adds the file and sends its bytes', async () => {
    const mutations = script()
    expect(await rig().client.upload(passport)).toEqual({
      documentId: '33',
      fileId: '44',
      bytes: 13,
    })
    expect(mutations).toEqual([
      {
        operation: 'AddIndividualDocument',
        input: {
          caseId: 11,
          individualId: 22,
          documentType: 'PASSPORT',
          documentTitle: 'Passport',
          countryCode: 'NZ',
          fields: [],
        },
      },
      {
        operation: 'AddIndividualDocumentFile',
        input: {
          caseId: 11,
          individualId: 22,
          documentId: 33,
          fileExtension: '.jpg',
          fileTitle: 'passport.jpg',
        },
      },
    ])
    expect(bytesRequest()).toMatchObject({
      method: 'POST',
      path: '/bytes?sig=1',
      token: 'rig-token-1',
      body: 'all the bytes',
      headers: { 'content-type': 'image/jpeg', 'content-length': '13' },
    })
  })

  it('uses the mutations of entities for an entity', async () => {
    const mutations = script()
    await rig().client.upload({
      caseId: 11,
      entityId: 55,
      documentType: 'BANK_STATEMENT',
      documentTitle: 'Statement',
      countryCode: 'NZ',
      fields: [{ name: 'year', value: '2026' }],
      file: passport.file,
      fileExtension: 'pdf',
    })
    expect(mutations.map(({ operation }) => operation)).toEqual([
      'AddEntityDocument',
      'AddEntityDocumentFile',
    ])
    expect(mutations[1]?.input).toEqual({
      caseId: 11,
      entityId: 55,
      documentId: 33,
      fileExtension: '.pdf',
    })
  })

  it.each<[string, UploadOptions['file'], number | undefined, string]>([
    ['a stream', streamOf(), undefined, 'transfer-encoding'],
    ['an async iterable', parts(), undefined, 'transfer-encoding'],
    ['a stream of known size', streamOf(), 13, 'content-length'],
    ['a File', new File(['all the bytes'], 'x.png'), undefined, 'content-length'],
    ['bytes', new TextEncoder().encode('all the bytes'), undefined, 'content-length'],
    [
      'a part of a Buffer',
      Buffer.from('<all the bytes>').subarray(1, -1),
      undefined,
      'content-length',
    ],
    [
      'an ArrayBuffer',
      new TextEncoder().encode('all the bytes').buffer,
      undefined,
      'content-length',
    ],
  ])('takes %s', async (_what, file, size, header) => {
    script()
    expect(await rig().client.upload({ ...passport, file, size })).toMatchObject({ bytes: 13 })
    expect(bytesRequest()?.body).toBe('all the bytes')
    expect(bytesRequest()?.headers).toHaveProperty(header)
  })

  it('sends the same bytes twice, even if the array is used again meanwhile', async () => {
    script()
    const { api, client } = rig()
    const file = new TextEncoder().encode('all the bytes')
    api.onOther = (_request, response, index) => {
      file.fill(0x20)
      answer(response, index === 0 ? 503 : 201)
    }
    await client.upload({ ...passport, file })
    expect(api.otherRequests.map(({ body }) => body)).toEqual(['all the bytes', 'all the bytes'])
  })

  it('sends a form instead of raw bytes if told', async () => {
    script()
    const seen: TransferProgress[] = []
    const { bytes } = await rig().client.upload({
      ...passport,
      encoding: 'multipart',
      fieldName: 'contents',
      fileName: 'a "b".jpg',
      onProgress: (progress) => seen.push(progress),
    })
    const { body = '', headers } = bytesRequest() ?? {}
    const form = await new Response(body, {
      headers: { 'content-type': String(headers?.['content-type']) },
    }).formData()
    const file = form.get('contents')
    expect(file).toBeInstanceOf(File)
    expect(file instanceof File && [file.name, file.type, await file.text()]).toEqual([
      'a "b".jpg',
      'image/jpeg',
      'all the bytes',
    ])
    expect(headers?.['content-length']).toBe(String(body.length))
    expect([bytes, seen.at(-1)]).toEqual([13, { bytes: 13, totalBytes: 13 }])
  })

  it('tells of the progress, and is not broken by who listens', async () => {
    script()
    const seen: TransferProgress[] = []
    await rig().client.upload({
      ...passport,
      file: parts(),
      onProgress: (progress) => {
        seen.push(progress)
        throw new Error('the listener is ill')
      },
    })
    expect(seen).toEqual([{ bytes: 4 }, { bytes: 8 }, { bytes: 13 }])
  })

  it('sends no token to an upload address of another origin', async () => {
    const { storage, client } = rig()
    script(`${storage.url}/bytes`)
    storage.onOther = (_request, response) => answer(response, 200)
    await client.upload(passport)
    expect(storage.otherRequests).toHaveLength(1)
    expect(storage.otherRequests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('answers a 401 with a fresh token and all the bytes again', async () => {
    script()
    const { api, client } = rig()
    api.onOther = ({ token }, response) =>
      token === 'rig-token-1' ? sendUnauthorized(response) : answer(response, 200)
    await client.upload(passport)
    expect(api.otherRequests.map(({ body }) => body)).toEqual(['all the bytes', 'all the bytes'])
  })

  it.each([307, 308])('sends all the bytes again where a %i leads', async (status) => {
    script()
    const { api, storage, client } = rig()
    api.onOther = (_request, response) =>
      answer(response, status, { location: `${storage.url}/there` })
    storage.onOther = (_request, response) => answer(response, 200)
    expect(await client.upload(passport)).toMatchObject({ bytes: 13 })
    expect(storage.otherRequests[0]).toMatchObject({ body: 'all the bytes', token: undefined })
  })

  it('sends a file again after a fault, since its address is its own', async () => {
    script()
    const { api, client } = rig()
    api.onOther = (_request, response, index) => {
      if (index === 0) response.destroy()
      else answer(response, index === 1 ? 503 : 200)
    }
    expect(await client.upload(passport)).toMatchObject({ bytes: 13 })
    expect(api.otherRequests.map(({ body }) => body)).toEqual(Array(3).fill('all the bytes'))
  })

  it.each([
    [401, 'access_rejected'],
    [429, 'throttled'],
    [500, 'unexpected_response'],
    [503, 'throttled'],
  ])('never sends a stream twice: %i', async (status, code) => {
    script()
    const { api, client } = rig()
    api.onOther = (_request, response) => answer(response, status, { 'retry-after': '0' })
    const error = await failureOf(client.upload({ ...passport, file: streamOf() }))
    expect(error).toMatchObject({ code: 'upload_failed', step: 'bytes', cause: { code } })
    expect(api.otherRequests).toHaveLength(1)
  })

  it('leaves it to client.fetch to say what became of a stream', async () => {
    const { api, client } = rig()
    api.onOther = (_request, response) => answer(response, 429, { 'retry-after': '0' })
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      body: streamOf(),
      duplex: 'half',
    }
    expect((await client.fetch(`${api.url}/any`, init)).status).toBe(429)
    expect(api.otherRequests).toHaveLength(1)
  })
})

describe('an upload that fails', () => {
  it('at the first step says what the API said, since nothing was made', async () => {
    const { api, client } = rig()
    script()
    api.onGraphql = (_request, response) =>
      sendJson(response, 200, {
        data: { document: { __typename: 'ValidationErrors', errors: [{ fieldPath: ['x'] }] } },
      })
    expect(await failureOf(client.upload(passport))).toMatchObject({ code: 'validation_failed' })
  })

  it('at the second step gives the document to go on with', async () => {
    const mutations = script()
    const { api, client } = rig()
    const whole = api.onGraphql
    api.onGraphql = (request, response, index) =>
      index === 1 ? answer(response, 500) : whole?.(request, response, index)
    const error = await failureOf(client.upload(passport))
    expect(error).toMatchObject({
      code: 'upload_failed',
      step: 'file',
      documentId: '33',
      fileId: undefined,
      existing: { documentId: '33' },
      cause: { code: 'unknown_outcome', operation: 'AddIndividualDocumentFile' },
    })
    await client.upload({ ...forExisting, existing: { documentId: '33' } })
    expect(mutations.map(({ operation }) => operation)).toEqual([
      'AddIndividualDocument',
      'AddIndividualDocumentFile',
    ])
  })

  it('at the last step gives the file’s address to go on with, and keeps it out of logs', async () => {
    const mutations = script()
    const { api, client } = rig()
    const taken = api.onOther
    api.onOther = (_request, response) => answer(response, 400)
    const error = await failureOf(client.upload(passport))
    const existing = { documentId: '33', fileId: '44', uploadUrl: `${api.url}/bytes?sig=1` }
    expect(error).toMatchObject({
      code: 'upload_failed',
      step: 'bytes',
      documentId: '33',
      fileId: '44',
      existing,
      cause: { code: 'unexpected_response', status: 400 },
    })
    expect(JSON.stringify(error) + String(error)).not.toContain('sig=1')
    api.onOther = taken
    expect(await client.upload({ ...forExisting, existing })).toEqual({
      documentId: '33',
      fileId: '44',
      bytes: 13,
    })
    expect(mutations).toHaveLength(2)
  })

  it('because the file cannot be read says so, and does not try again', async () => {
    script()
    const { api, client } = rig()
    async function* ill() {
      yield new TextEncoder().encode('all ')
      throw new Error('the disk is gone')
    }
    let opened = 0
    const broken = () => {
      opened++
      return new ReadableStream<Uint8Array>({
        pull: () => Promise.reject(new Error('the disk is gone')),
      })
    }
    for (const file of [ill(), { size: 13, stream: broken }]) {
      expect(await failureOf(client.upload({ ...passport, file }))).toMatchObject({
        code: 'upload_failed',
        step: 'bytes',
        cause: { message: 'the disk is gone' },
      })
    }
    expect([opened, api.otherRequests.length]).toEqual([1, 0])
  })

  it.each([12, 14])('because a file of 13 bytes was said to have %i', async (size) => {
    script()
    const error = await failureOf(rig().client.upload({ ...passport, file: streamOf(), size }))
    expect(error).toMatchObject({ code: 'upload_failed', cause: { name: 'TypeError' } })
    expect(String(error)).toMatch(/size/)
  })

  it('because the server takes nothing any more', async () => {
    script()
    const { api, client } = rig()
    api.onOther = () => {}
    expect(await failureOf(client.upload({ ...passport, timeoutMs: 100 }))).toMatchObject({
      code: 'upload_failed',
      cause: { code: 'timeout', limitMs: 100 },
    })
  })

  it.each(['not an address', 'http://storage.test/bytes'])(
    'because the API gave %s for an address',
    async (uploadUrl) => {
      script(uploadUrl)
      expect(await failureOf(rig().client.upload(passport))).toMatchObject({
        code: 'upload_failed',
        step: 'bytes',
        cause: { code: 'unexpected_response' },
      })
    },
  )

  it.each<[string, Record<string, unknown>]>([
    ['individualId', { individualId: undefined }],
    ['individualId', { entityId: '5' }],
    ['toIntId', { caseId: 'abc' }],
    ['fileExtension', { fileName: 'passport' }],
    ['file', { file: 'passport.jpg' }],
    ['file', { file: undefined }],
    ['timeoutMs', { timeoutMs: -1 }],
  ])('because of misuse names %s, before anything is sent', async (option, wrong) => {
    const { api, client } = rig()
    const given: unknown = { ...passport, ...wrong }
    const error = await failureOf(client.upload(given as UploadOptions))
    expect(error).toBeInstanceOf(TypeError)
    expect(String(error)).toContain(option)
    expect(api.tokenRequests).toHaveLength(0)
  })
})
