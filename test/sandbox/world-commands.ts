// What somebody could do to the sandbox in any order, for world-model.test.ts.
import fc from 'fast-check'
import type { Sandbox, WorldEvent } from '../../src/sandbox/index.js'
import { aroha, caseMutation, harbour, statusMutation } from './operations.js'
import type { Outsider } from './outsider.js'
import { isRecord } from './support.js'

export interface Real {
  readonly sandbox: Sandbox
  readonly outsider: Outsider
}

/** Everything there is, as a client can see it. */
export interface Model {
  cases: readonly SeenCase[]
}

export type SeenCase = Readonly<Record<string, unknown>> & {
  readonly caseId: string
  readonly lastUpdatedOn: string
}

export type Command = fc.AsyncCommand<Model, Real>

/** What a command, and the millisecond before it, brought about. */
export interface Happenings {
  /** Whether the answer was ValidationErrors. */
  readonly refused: boolean
  readonly events: readonly WorldEvent[]
}

/** Checks what a command left behind. */
export type Aftermath = (model: Model, real: Real, happenings: Happenings) => Promise<void>

/** Does one thing to the `pick`th case and the `pick`th thing in it. */
type Action = (real: Real, item: SeenCase, pick: number) => Promise<unknown>

const lite = {
  preferredName: aroha.preferredName,
  emailAddress: 'a@b.test',
  phoneNumber: '0211234',
}
const states = ['DRAFT', 'SUBMIT_TO_FIRST_AML'] as const
const statuses = [
  ...(['ABANDONED', 'COMPLETED', 'DELETED', 'DORMANT', 'DRAFT'] as const),
  ...(['IN_PROGRESS', 'ON_HOLD', 'READY_FOR_REVIEW'] as const),
]

const send =
  (
    field: string,
    inputType: string,
    inputOf: (item: SeenCase, pick: number) => Record<string, unknown>,
  ): Action =>
  ({ outsider }, item, pick) =>
    outsider.result(caseMutation(field, inputType, '__typename'), { input: inputOf(item, pick) })

const change =
  (field: string): Action =>
  ({ outsider }, { caseId }) =>
    outsider.result(statusMutation(field), { caseId })

const numbers = (item: SeenCase, pick: number) => ({
  caseId: Number(item.caseId),
  individualId: Number(pickId(item.individuals, 'individualId', pick)),
})

const document = { documentTitle: 'T', documentType: 'PASSPORT', countryCode: 'NZ', fields: [] }

const actions: Readonly<Record<string, Action>> = {
  createForIndividuals: send(
    'createCaseForIndividuals',
    'CreateCaseForIndividualsInput',
    (_, pick) => ({
      ...harbour,
      officeId: pick % 5 === 0 ? null : harbour.officeId,
      individuals: pick % 7 === 0 ? [] : [aroha, { ...aroha, isCaseContact: false }],
      initialState: states[pick % 2],
    }),
  ),
  createLite: send('createLiteCase', 'CreateLiteCaseInput', (_, pick) => ({
    ...(pick % 3 === 0 ? { organizationId: 'org-tussock' } : harbour),
    individual: lite,
    initialState: states[pick % 2],
  })),
  createForExistingEntity: send(
    'createCaseForExistingEntity',
    'CreateCaseForExistingEntityInput',
    (item, pick) => ({
      ...harbour,
      entityId: pickId(item.entities, 'entityId', pick),
      initialState: 'DRAFT',
    }),
  ),
  escalate: send('escalateLiteCase', 'EscalateLiteCaseInput', ({ caseId }, pick) => ({
    caseId: Number(caseId),
    initialState: states[pick % 2],
  })),
  submit: change('submitCase'),
  complete: change('completeCase'),
  rework: change('reworkCase'),
  note: send('addCaseNote', 'AddCaseNoteInput', ({ caseId }, pick) => ({
    caseId,
    note: pick % 4 === 0 ? '' : 'n',
  })),
  refer: send('updateCaseReference', 'UpdateCaseReferenceInput', ({ caseId }, pick) => ({
    caseId,
    reference: pick % 2 === 0 ? null : `R${pick}`,
  })),
  addPeople: send('addIndividualsToCase', 'AddIndividualsToCaseInput', ({ caseId }) => ({
    caseId,
    individuals: [aroha],
  })),
  changePerson: send('updateIndividual', 'UpdateIndividualInput', (item, pick) => ({
    caseId: item.caseId,
    individualId: pickId(item.individuals, 'individualId', pick),
    individual: {
      needsVerification: pick % 2 === 0,
      isCaseContact: pick % 3 === 0,
      emailAddress: pick % 5 === 0 ? null : 'x@y.test',
    },
  })),
  addException: send(
    'addExceptionForCaseIndividual',
    'AddExceptionForCaseIndividualInput',
    (item, pick) => ({
      caseId: item.caseId,
      individualId: pickId(item.individuals, 'individualId', pick),
      exceptionType: 'TEMPORARY',
      reason: 'r',
    }),
  ),
  resolveException: send(
    'updateExceptionForCaseIndividual',
    'UpdateExceptionForCaseIndividualInput',
    (item, pick) => ({
      caseId: item.caseId,
      individualId: pickId(item.individuals, 'individualId', pick),
      isResolved: pick % 2 === 0,
      reason: 'r',
    }),
  ),
  deleteException: send(
    'deleteExceptionForCaseEntity',
    'DeleteExceptionForCaseEntityInput',
    (item, pick) => ({
      caseId: item.caseId,
      entityId: pickId(item.entities, 'entityId', pick),
    }),
  ),
  addDocument: send('addIndividualDocument', 'AddIndividualDocumentInput', (item, pick) => ({
    ...numbers(item, pick),
    ...document,
  })),
  addFile: send('addIndividualDocumentFile', 'AddIndividualDocumentFileInput', (item, pick) => ({
    ...numbers(item, pick),
    documentId: Number(documentOf(item, pick)),
    fileTitle: 'F',
    fileExtension: '.pdf',
  })),
  deleteDocument: send(
    'deleteIndividualDocument',
    'DeleteIndividualDocumentInput',
    (item, pick) => ({
      ...numbers(item, pick),
      documentId: Number(documentOf(item, pick)),
    }),
  ),
  createPdf: ({ outsider }, { caseId }) =>
    outsider.ask(`mutation { createCasePdf(input: { caseId: ${caseId} }) { id } }`),
  wait: async ({ sandbox }, _, pick) => sandbox.advanceTime(pick * 20_000),
  moveTo: async ({ sandbox }, { caseId }, pick) => {
    const status = statuses[pick % statuses.length]
    if (status !== undefined) sandbox.world.setCaseStatus(caseId, status)
  },
  verify: async ({ sandbox }, { caseId, caseStatus }) => {
    if (caseStatus !== 'DRAFT') sandbox.world.completeVerification(caseId)
  },
}

/** Any of the actions on any case. */
export function anyCommand(aftermath: Aftermath): fc.Arbitrary<Command> {
  return fc
    .record({ name: fc.constantFrom(...Object.keys(actions)), which: fc.nat(30), pick: fc.nat(30) })
    .map(({ name, which, pick }) => ({
      check: () => true,
      async run(model, real) {
        const item = model.cases[which % model.cases.length]
        const act = actions[name]
        if (item === undefined || act === undefined) return
        const events: WorldEvent[] = []
        const stop = real.sandbox.world.onEvent((event) => events.push(event))
        // So that what changes now is seen to change later than anything before.
        real.sandbox.advanceTime(1)
        const answer = await act(real, item, pick)
        stop()
        const refused = isRecord(answer) && answer.__typename === 'ValidationErrors'
        await aftermath(model, real, { refused, events })
      },
      toString: () => `${name}(${which}, ${pick})`,
    }))
}

function pickId(list: unknown, idName: string, pick: number): string {
  const items = Array.isArray(list) ? list.filter(isRecord) : []
  return String(items[pick % Math.max(items.length, 1)]?.[idName] ?? '1')
}

function documentOf(item: SeenCase, pick: number): string {
  const people = Array.isArray(item.individuals) ? item.individuals.filter(isRecord) : []
  return pickId(people[pick % Math.max(people.length, 1)]?.documents, 'documentId', pick)
}
