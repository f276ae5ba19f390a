import { gql } from '@urql/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createSelectionTracker, formatSelectionReport } from '../../src/testing/index.js'
import { type Books, dataOf, documents, leafPaths, textOf, visitData } from './selection-model.js'

const me = gql<{ me: Me }>`query Me { me { __typename id scopes offices { key label: name } } }`
interface Me {
  readonly id: string
  readonly scopes: readonly string[]
  readonly offices: ReadonlyArray<{ readonly key: string; readonly label: string | null }>
}
const data = (): { me: Me } => ({
  me: {
    id: 'one',
    scopes: ['a', 'b'],
    offices: [
      { key: 'x', label: 'X' },
      { key: 'y', label: null },
    ],
  },
})
const all = ['me.id', 'me.scopes', 'me.offices[].key', 'me.offices[].label']

function trackMe() {
  const tracker = createSelectionTracker()
  const tracked = tracker.track(me, data())
  return { tracker, tracked, read: () => tracker.report().operations[0]?.read }
}

it('tells what was read, what never was and what never arrived', () => {
  const { tracker, tracked } = trackMe()
  expect(tracked.me.offices.map(({ label }) => label)).toEqual(['X', null])
  const text = tracker.track('query Empty { me { offices { key } id } }', {
    me: { offices: [], id: 1 },
  })
  expect(text.me.id).toBe(1)
  expect(tracker.report()).toEqual({
    operations: [
      {
        operationName: 'Me',
        results: 1,
        selected: all,
        read: ['me.offices[].label'],
        neverRead: ['me.id', 'me.scopes', 'me.offices[].key'],
        neverArrived: [],
      },
      {
        operationName: 'Empty',
        results: 1,
        selected: ['me.offices[].key', 'me.id'],
        read: ['me.id'],
        neverRead: [],
        neverArrived: ['me.offices[].key'],
      },
    ],
  })
  expect(formatSelectionReport(tracker.report())).toBe(
    'Me: 1 of 4 fields read; results: 1\n  never read: me.id, me.scopes, me.offices[].key\nEmpty: 1 of 2 fields read; results: 1\n  never arrived: me.offices[].key',
  )
})

it('says the same as a model, for any document, data and reads', () => {
  fc.assert(
    fc.property(documents, fc.infiniteStream(fc.nat(59)), (fields, lots) => {
      const draw = (below: number) => Number(lots.next().value) % below
      const tracker = createSelectionTracker()
      const books: Books = { arrived: new Set(), read: new Set(), depths: new Map() }
      const document = `query Any ${textOf(fields)}`
      for (let result = 0; result < 2; result += 1) {
        const plain = dataOf(fields, draw)
        visitData(plain, tracker.track(document, plain), fields, draw, books)
      }
      const [report] = tracker.report().operations
      const leaves = leafPaths(fields, books)
      const shown = (isListed: (key: string) => boolean) =>
        leaves.filter(({ key }) => isListed(key)).map((leaf) => leaf.shown)
      expect(report).toEqual({
        operationName: 'Any',
        results: 2,
        selected: shown(() => true),
        read: shown((key) => books.read.has(key)),
        neverRead: shown((key) => books.arrived.has(key) && !books.read.has(key)),
        neverArrived: shown((key) => !books.arrived.has(key)),
      })
    }),
  )
})

it.each<[string, (value: { me: Me }) => unknown, readonly string[]]>([
  ['JSON.stringify', (value) => JSON.stringify(value), all],
  ['a spread, one level of it', (value) => ({ ...value.me }), ['me.id', 'me.scopes']],
  ['Object.values', (value) => Object.values(value.me), ['me.id', 'me.scopes']],
  ['destructuring', ({ me: { id } }) => id, ['me.id']],
  ['in', (value) => 'id' in value.me, ['me.id']],
  ['Object.keys, which reads nothing', (value) => Object.keys(value.me), []],
  ['a loop over a list, which reads no field', (value) => [...value.me.offices], []],
])('counts reading by %s', (_, use, expected) => {
  const { tracked, read } = trackMe()
  use(tracked)
  expect(read()).toEqual(expected)
})

it('gives data that behaves as data', () => {
  const { tracker, tracked, read } = trackMe()
  expect(tracker.plain(tracked)).toEqual(data())
  expect(tracker.plain(tracked.me.offices[0])).toEqual({ key: 'x', label: 'X' })
  expect(structuredClone(tracker.plain(tracked))).toEqual(data())
  expect(read()).toEqual([])
  expect(() => structuredClone(tracked)).toThrow(/could not be cloned/)

  expect(tracked).toEqual(data())
  expect(tracked).toStrictEqual(data())
  expect(Array.isArray(tracked.me.offices)).toBe(true)
  expect(JSON.stringify(tracked)).toBe(JSON.stringify(data()))
  expect(tracked.me).toBe(tracked.me)
  expect(tracked.me.offices[0]).toBe(tracked.me.offices[0])
  expect(Object.isFrozen(tracked.me)).toBe(false)
  expect(Object.freeze(tracked).me.offices).toHaveLength(2)
})

it('gives the same copy of the same data, also of a part that two results share', () => {
  const tracker = createSelectionTracker()
  const first = data()
  const second = { me: { ...first.me } }
  const copy = tracker.track(me, first)
  expect(tracker.track(me, first)).toBe(copy)
  expect(tracker.track(me, copy)).toBe(copy)
  expect(tracker.track(me, second).me.offices).toBe(copy.me.offices)
  expect(tracker.report().operations).toMatchObject([{ results: 3, read: [] }])
  const mixed = tracker.track(me, { me: copy.me })
  expect(mixed.me).toBe(copy.me)
  expect(tracker.report().operations).toMatchObject([{ results: 4, read: [] }])
})

it('tells places apart that hold the same object', () => {
  const tracker = createSelectionTracker()
  const office = { key: 'k', name: 'n' }
  const tracked = tracker.track('{ a { key name } b { key } }', { a: office, b: office })
  expect([tracked.a.name, tracked.b.key]).toEqual(['n', 'k'])
  expect(tracker.report().operations).toMatchObject([
    { read: ['a.name', 'b.key'], neverRead: ['a.key'] },
  ])
})

it('reads frozen data, and takes null for what it is', () => {
  const tracker = createSelectionTracker()
  const frozen = Object.freeze({ me: Object.freeze({ id: 'one', scopes: null, offices: null }) })
  expect(tracker.track('query Me { me { id scopes offices { key } } }', frozen).me.id).toBe('one')
  expect(tracker.track(me, null)).toBeNull()
  expect(tracker.report().operations).toMatchObject([
    { neverRead: ['me.scopes'], neverArrived: ['me.offices.key'], results: 1 },
  ])
})

const union = `
  query Case { caseDetails { __typename ...Head ... on Wrong { errors { message } name } } }
  fragment Head on CaseInformation { name status office { key } ... on CaseInformation { office { name } } }
`

it('tells the members of a union apart by their type', () => {
  const tracker = createSelectionTracker()
  const good = {
    caseDetails: {
      __typename: 'CaseInformation',
      name: 'N',
      status: 'S',
      office: { key: 'k', name: 'o' },
    },
  }
  const tracked = tracker.track(union, good)
  expect([tracked.caseDetails.name, tracked.caseDetails.office.name]).toEqual(['N', 'o'])
  expect(tracker.report().operations).toMatchObject([
    {
      read: ['caseDetails<CaseInformation>.name', 'caseDetails<CaseInformation>.office.name'],
      neverRead: ['caseDetails<CaseInformation>.status', 'caseDetails<CaseInformation>.office.key'],
      neverArrived: ['caseDetails<Wrong>.errors.message', 'caseDetails<Wrong>.name'],
    },
  ])
})

it('tells members apart that hold the same, and names no type where there is one only', () => {
  const tracker = createSelectionTracker()
  const text = '{ x { __typename ... on A { name } ... on B { name } } y { id ... on C { z } } }'
  const tracked = tracker.track(text, { x: [{ __typename: 'B', name: 'n' }], y: { id: 1, z: 2 } })
  expect([tracked.x[0]?.name, tracked.y.z]).toEqual(['n', 2])
  expect(tracker.report().operations).toMatchObject([
    { read: ['x[]<B>.name', 'y.z'], neverRead: ['y.id'], neverArrived: ['x[]<A>.name'] },
  ])
})

it('tells them apart by what they hold where the type is not asked for, or is an interface', () => {
  const tracker = createSelectionTracker()
  const text = '{ x { ... on A { name a } ... on B { name b } ... on Any { z } } }'
  const tracked = tracker.track(text, { x: [{ name: 'n', b: 1, z: 2 }] })
  expect(tracked.x[0]?.name).toBe('n')
  expect(tracker.report().operations).toMatchObject([
    {
      operationName: '(query)',
      read: ['x[]<B>.name'],
      neverRead: ['x[]<B>.b', 'x[]<Any>.z'],
      neverArrived: ['x[]<A>.name', 'x[]<A>.a'],
    },
  ])
})

it('leaves a scalar that is an object alone, and what it does not know', () => {
  const tracker = createSelectionTracker()
  const when = new Date(0)
  const blob = { deep: { er: 1 } }
  const tracked = tracker.track('{ blob when { id } }', { blob, when, extra: { id: 2 } })
  expect(tracked.blob).toBe(blob)
  expect(tracked.when).toBe(when)
  expect(tracked.extra.id).toBe(2)
})

it('fails with the fields that nobody reads, unless they are excepted', () => {
  const { tracker, tracked } = trackMe()
  expect(tracked.me.offices.map(({ key, label }) => [key, label])).toHaveLength(2)
  expect(() => tracker.assertAllRead()).toThrow(
    'These fields were selected, arrived, and were never read:\n  Me: me.id, me.scopes\nTake them',
  )
  expect(() => tracker.assertAllRead({ except: { Me: ['me.id'] } })).toThrow('Me: me.scopes\n')
  expect(() => tracker.assertAllRead({ except: { Me: ['me.id', 'me.scopes'] } })).not.toThrow()
})

it('fails when it has seen nothing, and refuses a document without an operation', () => {
  const tracker = createSelectionTracker()
  expect(() => tracker.assertAllRead()).toThrow('No result passed the selection tracker')
  expect(() => tracker.track('fragment A on B { c }', {})).toThrow(TypeError)
})

it('writes a fragment out once for a place, though each is spread by another twice', () => {
  const fragments = Array.from({ length: 60 }, (_, at) => {
    const inner = at === 59 ? 'id' : `...F${at + 1} ...F${at + 1}`
    return `fragment F${at} on Me { ${inner} }`
  })
  const tracker = createSelectionTracker()
  const text = `query Twice { me { ...F0 } you { ...F0 } } ${fragments.join(' ')}`
  const { me, you } = tracker.track(text, { me: { id: 1 }, you: { id: 2 } })
  expect(me.id).toBe(1)
  expect(tracker.report().operations[0]).toMatchObject({ read: ['me.id'], neverRead: ['you.id'] })
  expect(you.id).toBe(2)
})
