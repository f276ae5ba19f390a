// Documents and their files: created, given a file, and filled by an upload.
import type { ApiClient } from './api-clients.js'
import { readCaseToChange } from './cases.js'
import { findEntity } from './entities.js'
import { findIndividual } from './individuals.js'
import { type Input, noteOther } from './input.js'
import { type Outcome, reject, unresolvable } from './problems.js'
import type { CaseRecord, DocumentRecord, FileRecord, IndividualRecord } from './records.js'
import { readCountry } from './text-rules.js'
import type { World } from './world.js'

/** A file of a document. */
export interface FileInDocument {
  readonly document: DocumentRecord
  readonly file: FileRecord
}

/** Creates a document, still without files, for a person or an entity. */
export function addDocument(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<DocumentRecord> {
  const owner = readOwner(world, client, input)
  if ('problems' in owner) return owner
  const details = {
    type: input.requiredText('documentType'),
    title: input.requiredText('documentTitle', 200),
    countryCode: readCountry(input, 'countryCode') ?? null,
    fields: input.nodes('fields').map((field) => ({
      name: field.requiredText('name'),
      value: field.text('value', 1_000) ?? '',
    })),
  }
  if (input.problems.length > 0) return input
  const documentId = String(world.nextId('document'))
  const document: DocumentRecord = { documentId, ...details, files: [] }
  owner.documents.push(document)
  world.touch(owner.item)
  return document
}

/** Adds a file to a document; its bytes come later. */
export function addFile(world: World, client: ApiClient, input: Input): Outcome<FileInDocument> {
  const found = readDocument(world, client, input)
  if ('problems' in found) return found
  const { item, document } = found
  const title = input.has('fileTitle') ? input.requiredText('fileTitle', 200) : document.title
  const extension = readExtension(input)
  if (input.problems.length > 0) return input
  const file = newFile(world, title, extension)
  document.files.push(file)
  world.files.set(file.fileId, { item, document, file })
  world.touch(item)
  return { document, file }
}

/** Takes a document of a person away, with its files. */
export function deleteDocument(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<{ readonly item: CaseRecord; readonly person: IndividualRecord }> {
  const found = readDocument(world, client, input)
  if ('problems' in found) return found
  const { item, documents, document } = found
  const person = findIndividual(item, input)
  if ('problems' in person) return person
  documents.splice(documents.indexOf(document), 1)
  for (const { fileId } of document.files) world.files.delete(fileId)
  world.touch(item)
  return { item, person }
}

/** Takes one file away from a document of a person. */
export function deleteFile(world: World, client: ApiClient, input: Input): Outcome<DocumentRecord> {
  const found = readDocument(world, client, input)
  if ('problems' in found) return found
  const { item, document } = found
  const index = document.files.findIndex(({ fileId }) => fileId === input.id('fileId'))
  if (index < 0) return reject(unresolvable(input.at('fileId')))
  for (const { fileId } of document.files.splice(index, 1)) world.files.delete(fileId)
  world.touch(item)
  return document
}

/** A file without bytes. */
export function newFile(world: World, title: string, extension: string): FileRecord {
  return {
    fileId: String(world.nextId('file')),
    title,
    extension,
    mediaType: mediaTypes[extension.toLowerCase()] ?? 'application/octet-stream',
    contents: null,
  }
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8',
}

function readExtension(input: Input): string {
  const extension = input.requiredText('fileExtension')
  if (extension !== '' && !/^\.?[A-Za-z0-9]{1,10}$/.test(extension)) {
    noteOther(input, 'fileExtension', 'fileExtension must look like .pdf.')
  }
  return extension.startsWith('.') ? extension : `.${extension}`
}

interface Owner {
  readonly item: CaseRecord
  readonly documents: DocumentRecord[]
}

/** The person or entity that an input is about. */
function readOwner(world: World, client: ApiClient, input: Input): Outcome<Owner> {
  const item = readCaseToChange(world, client, input)
  if ('problems' in item) return item
  const owner = input.has('entityId') ? findEntity(item, input) : findIndividual(item, input)
  return 'problems' in owner ? owner : { item, documents: owner.documents }
}

function readDocument(
  world: World,
  client: ApiClient,
  input: Input,
): Outcome<Owner & { readonly document: DocumentRecord }> {
  const owner = readOwner(world, client, input)
  if ('problems' in owner) return owner
  const wanted = input.id('documentId')
  const document = owner.documents.find(({ documentId }) => documentId === wanted)
  return document ? { ...owner, document } : reject(unresolvable(input.at('documentId')))
}
