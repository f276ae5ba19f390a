// What the seeded cases are put together from. Every name is invented.
import { newFile } from './documents.js'
import { writePdf } from './pdf-bytes.js'
import { newChecks } from './progress.js'
import type {
  Address,
  DocumentRecord,
  EntityRecord,
  ExceptionRecord,
  IndividualRecord,
} from './records.js'
import type { World } from './world.js'

const firstNames: readonly string[] = [
  'Aroha',
  'Ben',
  'Cleo',
  'Dinesh',
  'Emele',
  'Finn',
  'Grace',
  'Hemi',
  'Ines',
  'Jonas',
  'Kiri',
  'Leila',
]

const address: Address = {
  address1: '1 Example Street',
  address2: null,
  city: 'Wellington',
  region: null,
  postCode: '6011',
  countryCode: 'NZ',
}

/** Makes a person; the number says who, and two of one number are namesakes. */
export function seedPerson(
  world: World,
  number: number,
  facts: Partial<IndividualRecord> = {},
): IndividualRecord {
  const firstName = firstNames[number % firstNames.length] ?? ''
  const name = { firstName, middleName: null, lastName: 'Example' }
  return {
    individualId: String(world.nextId('individual')),
    preferredName: name,
    legalName: { ...name, middleName: 'Rowan' },
    dateOfBirth: '1988-04-17',
    emailAddress: `${firstName.toLowerCase()}@client-example.test`,
    phoneNumber: '021 000 000',
    citizenship: 'NZ',
    address,
    notes: null,
    isCaseContact: true,
    verificationTypeId: 11,
    checks: newChecks(true),
    exception: null,
    documents: [],
    ...facts,
  }
}

/** Makes an entity. */
export function seedEntity(
  world: World,
  legalName: string,
  facts: Partial<EntityRecord> = {},
): EntityRecord {
  const entityId = String(world.nextId('entity'))
  return {
    entityId,
    legalName,
    entityType: 'PRIVATE_COMPANY',
    identifier: `94${entityId}`,
    registeredCountry: 'NZ',
    registrationAuthorityCode: null,
    address,
    notes: null,
    checks: newChecks(true),
    exception: null,
    documents: [],
    ...facts,
  }
}

/** Makes a document with files that have contents, one for each extension. */
export function seedDocument(
  world: World,
  type: string,
  title: string,
  extensions: readonly string[],
): DocumentRecord {
  const files = extensions.map((extension) => {
    const file = newFile(world, title, extension)
    const write = () => (extension === '.png' ? onePixel() : writePdf([title, 'Sandbox']))
    return { ...file, contents: write }
  })
  const documentId = String(world.nextId('document'))
  const fields = [{ name: 'number', value: 'X0000000' }]
  return { documentId, type, title, countryCode: 'NZ', fields, files }
}

/** Makes an exception. */
export function seedException(
  world: World,
  exceptionType: 'PERMANENT' | 'TEMPORARY',
): ExceptionRecord {
  return {
    exceptionType,
    reason: 'Known to the firm for years.',
    isResolved: false,
    resolvedByName: null,
    addedByName: 'Mereana Example',
    createdAt: world.now(),
    updatedAt: world.now(),
  }
}

function onePixel(): Uint8Array<ArrayBuffer> {
  const base64 =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='
  return Uint8Array.from(Buffer.from(base64, 'base64'))
}
