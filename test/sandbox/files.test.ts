// Uploads, downloads and the storage, over real sockets.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { enter, type Outsider } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'

const stranger = {
  clientId: 'tussock',
  clientSecret: 'not-a-secret',
  organizations: ['org-tussock'],
}
const writer = { clientId: 'writer', clientSecret: 'not-a-secret', scopes: ['case-management'] }

let sandbox: Sandbox
let outsider: Outsider

beforeEach(async () => {
  sandbox = await startSandbox({ clients: [stranger, writer] })
  outsider = await enter(sandbox, { fetch })
})
afterEach(closeSandboxes)

const errors = '... on ValidationErrors { errors { message fieldPath } }'
const ofPerson = { caseId: 1001, individualId: 200001 }
const manual = { redirect: 'manual' } as const

/** Steps 1 and 2 of an upload; gives the addresses of the file. */
async function addFile(): Promise<{ uploadUrl: string; contentsUrl: string; fileId: string }> {
  const addDocument = `mutation ($input: AddIndividualDocumentInput!) { addIndividualDocument(input: $input) { __typename ... on IndividualDocumentInformation { documentId type title number country { CCA2 } fields { name type value } files { fileId } } ${errors} } }`
  const fields = [{ name: 'number', value: 'LA000' }]
  const document = await outsider.result(addDocument, {
    input: {
      ...ofPerson,
      documentTitle: 'Passport',
      documentType: 'PASSPORT',
      countryCode: 'NZ',
      fields,
    },
  })
  expect(document).toEqual({
    __typename: 'IndividualDocumentInformation',
    documentId: '400005',
    type: 'PASSPORT',
    title: 'Passport',
    number: 'LA000',
    country: { CCA2: 'NZ' },
    fields: [{ name: 'number', type: 'TEXT', value: 'LA000' }],
    files: [],
  })
  const addFile = `mutation ($input: AddIndividualDocumentFileInput!) { addIndividualDocumentFile(input: $input) { ... on AddIndividualDocumentFileResult { uploadUrl file { fileId documentId fileTitle fileExtension fileType contentsUrl } } ${errors} } }`
  const { uploadUrl, file } = await outsider.result(addFile, {
    input: { ...ofPerson, documentId: 400005, fileTitle: 'Front', fileExtension: 'pdf' },
  })
  expect(file).toEqual({
    fileId: '500006',
    documentId: '400005',
    fileTitle: 'Front',
    fileExtension: '.pdf',
    fileType: 'DOCUMENT',
    contentsUrl: `${sandbox.url}/files/500006`,
  })
  return {
    uploadUrl: String(uploadUrl),
    contentsUrl: `${sandbox.url}/files/500006`,
    fileId: '500006',
  }
}

const bytes = new Uint8Array(5_000).map((_, index) => index % 251)

async function bytesOf(response: Response): Promise<Uint8Array> {
  return new Uint8Array(await response.arrayBuffer())
}

/** Where a download leads to. */
async function storageAddress(path = '/files/500001'): Promise<string> {
  const response = await outsider.send(`${sandbox.url}${path}`, manual)
  expect(response.status).toBe(302)
  return response.headers.get('location') ?? ''
}

const withoutToken = { 'user-agent': 'outsider/1.0' }

describe('an upload', () => {
  it('has its bytes given back by the download', async () => {
    const { uploadUrl, contentsUrl } = await addFile()
    expect((await outsider.send(contentsUrl)).status).toBe(404)
    const posted = await outsider.send(uploadUrl, { method: 'POST', body: bytes })
    expect(posted.status).toBe(204)
    const download = await outsider.send(contentsUrl)
    expect(download.headers.get('content-type')).toBe('application/pdf')
    expect(await bytesOf(download)).toEqual(bytes)
  })

  it('needs no token, takes a form too, and replaces what was there', async () => {
    const { uploadUrl, contentsUrl } = await addFile()
    await outsider.send(uploadUrl, { method: 'POST', body: new Uint8Array([1]) })
    const form = new FormData()
    form.set('note', 'front')
    form.set('file', new Blob([bytes]), 'front.pdf')
    const posted = await fetch(uploadUrl, { method: 'POST', body: form, headers: withoutToken })
    expect(posted.status).toBe(204)
    expect(await bytesOf(await outsider.send(contentsUrl))).toEqual(bytes)
  })

  it('may be larger than a query', async () => {
    const { uploadUrl } = await addFile()
    const body = new Uint8Array(9 * 1024 * 1024)
    expect((await outsider.send(uploadUrl, { method: 'POST', body })).status).toBe(204)
  })

  it('is refused without bytes, at a changed address, with a bad token, or by another method', async () => {
    const { uploadUrl, fileId } = await addFile()
    const post = (url: string, init: RequestInit = {}) =>
      outsider.send(url, { method: 'POST', body: bytes, ...init })
    expect((await post(uploadUrl, { body: null })).status).toBe(400)
    expect((await post(uploadUrl, { body: new FormData() })).status).toBe(400)
    expect((await post(uploadUrl.replace('signature=', 'signature=x'))).status).toBe(403)
    expect((await post(uploadUrl.replace(fileId, '500001'))).status).toBe(403)
    const bad = await post(uploadUrl, { headers: { authorization: 'Bearer nonsense' } })
    expect(bad.status).toBe(401)
    expect((await outsider.send(uploadUrl)).status).toBe(405)
    const other = await enter(sandbox, { ...stranger, fetch })
    expect((await other.send(uploadUrl, { method: 'POST', body: bytes })).status).toBe(404)
  })

  it('is refused once its file or document was deleted', async () => {
    const { uploadUrl, contentsUrl } = await addFile()
    const deleteFile = `mutation ($input: DeleteIndividualDocumentFileInput!) { deleteIndividualDocumentFile(input: $input) { ... on IndividualDocumentInformation { documentId files { fileId } } ${errors} } }`
    const input = { ...ofPerson, documentId: 400005 }
    const left = await outsider.result(deleteFile, { input: { ...input, fileId: 500006 } })
    expect(left).toEqual({ documentId: '400005', files: [] })
    expect((await outsider.send(uploadUrl, { method: 'POST', body: bytes })).status).toBe(404)
    expect((await outsider.send(contentsUrl)).status).toBe(404)

    const deleteDocument = `mutation ($input: DeleteIndividualDocumentInput!) { deleteIndividualDocument(input: $input) { ... on CaseIndividual { individualId documents { documentId } } ${errors} } }`
    const person = await outsider.result(deleteDocument, {
      input: { ...input, documentId: 400001 },
    })
    expect(person).toEqual({ individualId: '200001', documents: [{ documentId: '400005' }] })
    expect((await outsider.send(`${sandbox.url}/files/500001`)).status).toBe(404)
  })

  it('works for entities, whose files have no address before they have bytes', async () => {
    const file = '{ fileId fileTitle contentsUrl }'
    const add = `mutation ($input: AddEntityDocumentFileInput!) { addEntityDocumentFile(input: $input) { ... on AddEntityDocumentFileResult { uploadUrl file ${file} } ${errors} } }`
    const added = await outsider.result(add, {
      input: { caseId: 1001, entityId: 300001, documentId: 400002, fileExtension: '.txt' },
    })
    expect(added.file).toEqual({
      fileId: '500006',
      fileTitle: 'Company extract',
      contentsUrl: null,
    })
    await outsider.send(String(added.uploadUrl), { method: 'POST', body: 'hello' })
    const query = `{ caseDetails(caseId: "1001") { ... on CaseInformation { entities { documents { files ${file} } } } } }`
    const { entities } = await outsider.result(query)
    const contentsUrl = `${sandbox.url}/files/500006`
    expect(entities).toMatchObject([
      { documents: [{ files: [{ fileId: '500003' }, { contentsUrl }] }] },
      { documents: [] },
    ])
    const download = await outsider.send(contentsUrl)
    expect(download.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await download.text()).toBe('hello')
  })
})

describe('a download', () => {
  it('goes on to another origin, which gives seeded files as well', async () => {
    const address = await storageAddress()
    expect(new URL(address).origin).toBe(sandbox.storageUrl)
    expect(sandbox.storageUrl).not.toBe(sandbox.url)
    expect(await (await fetch(address)).text()).toMatch(/^%PDF-/)
    const image = await outsider.send(`${sandbox.url}/files/500002`)
    expect(image.headers.get('content-type')).toBe('image/png')
    expect((await bytesOf(image)).slice(1, 4)).toEqual(new TextEncoder().encode('PNG'))
  })

  it('wants a token, the scope read-only, and a file within reach', async () => {
    const url = `${sandbox.url}/files/500001`
    expect((await fetch(url)).status).toBe(401)
    const unscoped = await (await enter(sandbox, { ...writer, fetch })).send(url, manual)
    expect(unscoped.status).toBe(403)
    expect(unscoped.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="read-only"',
    )
    const other = await enter(sandbox, { ...stranger, fetch })
    expect((await other.send(url, manual)).status).toBe(404)
    expect((await outsider.send(`${sandbox.url}/files/999`, manual)).status).toBe(404)
    expect((await outsider.send(url, { ...manual, method: 'DELETE' })).status).toBe(405)
  })

  it('must not take the token along, and the sandbox remembers who does', async () => {
    const response = await outsider.send(await storageAddress())
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('The token must not go along to this origin.')
    expect(sandbox.requests.at(-1)).toMatchObject({
      kind: 'storage',
      path: '/files/500001',
      status: 400,
    })
    expect(JSON.stringify(sandbox.requests)).not.toContain('signature')
  })

  it('has an address that cannot be changed and ends after five minutes', async () => {
    const address = await storageAddress()
    expect((await fetch(address.replace('500001', '500002'))).status).toBe(403)
    expect((await fetch(address.replace(/expires=\d/, 'expires=9'))).status).toBe(403)
    expect((await fetch(address.split('?')[0] ?? '')).status).toBe(403)
    expect((await fetch(address, { method: 'POST' })).status).toBe(405)
    sandbox.advanceTime(5 * 60_000 - 1)
    expect((await fetch(address)).status).toBe(200)
    sandbox.advanceTime(1)
    expect((await fetch(address)).status).toBe(403)
  })

  it('can go on where it stopped', async () => {
    const { uploadUrl, fileId } = await addFile()
    await outsider.send(uploadUrl, { method: 'POST', body: bytes })
    const address = await storageAddress(`/files/${fileId}`)
    const whole = await fetch(address)
    const etag = whole.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    expect(await bytesOf(whole)).toEqual(bytes)

    const rest = await fetch(address, { headers: { range: 'bytes=4000-', 'if-range': etag } })
    expect([rest.status, rest.headers.get('content-range'), rest.headers.get('etag')]).toEqual([
      206,
      'bytes 4000-4999/5000',
      etag,
    ])
    expect(await bytesOf(rest)).toEqual(bytes.slice(4000))
    const ranges: readonly [string, Uint8Array][] = [
      ['bytes=0-0', bytes.slice(0, 1)],
      ['bytes=-10', bytes.slice(-10)],
      ['bytes=4990-9999', bytes.slice(4990)],
    ]
    for (const [range, part] of ranges) {
      expect(await bytesOf(await fetch(address, { headers: { range } }))).toEqual(part)
    }
  })

  it('gives the whole for another version and for ranges it does not know, and says no to the rest', async () => {
    const address = await storageAddress()
    const status = async (headers: Record<string, string>) =>
      (await fetch(address, { headers })).status
    const etag = (await fetch(address)).headers.get('etag') ?? ''
    expect(await status({ range: 'bytes=1-2', 'if-range': '"another"' })).toBe(200)
    expect(await status({ range: 'bytes=1-2,4-5' })).toBe(200)
    expect(await status({ range: 'lines=1-2' })).toBe(200)
    expect(await status({ 'if-none-match': etag })).toBe(304)
    const beyond = await fetch(address, { headers: { range: 'bytes=999999-' } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toMatch(/^bytes \*\/\d+$/)
    const head = await fetch(address, { method: 'HEAD' })
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100)
    expect(await head.text()).toBe('')
  })

  it('works in process, where redirects are followed without the token', async () => {
    const quiet = await startSandbox({ listen: false })
    const inside = await enter(quiet)
    const response = await inside.send(`${quiet.url}/files/500001`)
    expect(await response.text()).toMatch(/^%PDF-/)
    expect(quiet.requests.slice(-2)).toMatchObject([
      { kind: 'file', status: 302 },
      { kind: 'storage', status: 200 },
    ])
    const manually = await inside.send(`${quiet.url}/files/500001`, manual)
    const location = manually.headers.get('location') ?? ''
    expect(new URL(location).origin).toBe(quiet.storageUrl)
    expect((await inside.send(location)).status).toBe(400)
    const refused = inside.send(`${quiet.url}/files/500001`, { redirect: 'error' })
    await expect(refused).rejects.toThrow('fetch failed')
  })

  it.each([
    [302, 'GET', 400],
    [303, 'GET', 400],
    [307, 'POST', 200],
    [308, 'POST', 200],
    [304, 'none', 304],
  ])('follows a POST in process as fetch does after a %d', async (status, method, answer) => {
    const quiet = await startSandbox({ listen: false })
    const { send } = await enter(quiet)
    const headers = { location: '/graphql' }
    quiet.faults.next({ kind: 'graphql', fault: { type: 'status', status, headers } })
    const body = JSON.stringify({ query: '{ me { scopes } }' })
    const json = { 'content-type': 'application/json' }
    const response = await send(quiet.graphqlUrl, { method: 'POST', headers: json, body })
    expect(response.status).toBe(answer)
    const followed = quiet.requests.find(({ path }) => path === '/graphql')
    expect(followed?.method ?? 'none').toBe(method)
  })
})

it('gives documents of the case itself', async () => {
  const query =
    '{ caseDetails(caseId: "1001") { ... on CaseInformation { documents { documentId type files { fileId fileExtension contentsUrl } } } } }'
  const { documents } = await outsider.result(query)
  expect(documents).toEqual([
    {
      documentId: '400003',
      type: 'OTHER',
      files: [
        {
          fileId: '500004',
          fileExtension: '.pdf',
          contentsUrl: `${sandbox.url}/files/500004`,
        },
      ],
    },
  ])
})
