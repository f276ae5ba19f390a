// Scripts come from code and, by HTTP, from other programs: what is wrong is refused by name, and
// whatever is taken can be carried out.
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { assertScript } from '../../src/sandbox/faults/read-script.js'
import type { SandboxFaultScript } from '../../src/sandbox/index.js'
import { closeSandboxes, startSandbox } from './support.js'

afterEach(closeSandboxes)

const status = { type: 'status', status: 503 }

describe('a script', () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [null, 'a script must be an object with kind and fault'],
    [[], 'a script must be an object with kind and fault'],
    [{ fault: status }, 'kind must be one of graphql, token, file, upload, storage, schema'],
    [{ kind: 'view', fault: status }, 'kind must be one of'],
    [{ kind: 'token' }, 'fault must be an object'],
    [{ kind: 'token', fault: 503 }, 'fault must be an object with a type'],
    [{ kind: 'token', fault: { type: 'toString' } }, 'fault.type must be one of status, reset,'],
    [
      { kind: 'token', fault: status, times: 2 },
      'a script has an unknown member; it may have kind',
    ],
    [{ kind: 'token', fault: status, count: 0 }, 'count must be a whole number, 1–1000000'],
    [{ kind: 'graphql', fault: status, operation: '{ me }' }, 'operation must be the name of a'],
    [{ kind: 'token', fault: status, operation: 'A' }, 'operation is for kind graphql only'],
    [{ kind: 'token', fault: { type: 'status' } }, 'fault.status must be a status, 200–599'],
    [{ kind: 'token', fault: { ...status, status: 101 } }, 'fault.status must be a status'],
    [{ kind: 'token', fault: { ...status, retryAfter: -1 } }, 'fault.retryAfter must be'],
    [{ kind: 'token', fault: { ...status, retryAfter: 'a\nb' } }, 'fault.retryAfter must be'],
    [{ kind: 'token', fault: { ...status, headers: { 'content-length': '1' } } }, 'fault.headers'],
    [{ kind: 'token', fault: { ...status, headers: { 'a b': '1' } } }, 'fault.headers must be'],
    [{ kind: 'token', fault: { ...status, headers: { a: 1 } } }, 'fault.headers must be'],
    [{ kind: 'token', fault: { ...status, body: {} } }, 'fault.body must be a string'],
    [{ kind: 'token', fault: { type: 'status', status: 204, body: '' } }, 'fault.body cannot go'],
    [{ kind: 'token', fault: { ...status, ms: 1 } }, 'a fault of type status has an unknown'],
    [
      { kind: 'token', fault: { type: 'reset' } },
      'fault.when must be one of before, during, after',
    ],
    [
      { kind: 'token', fault: { type: 'reset', when: 'after', bytes: 1 } },
      'fault.bytes of a reset',
    ],
    [{ kind: 'token', fault: { type: 'delay', ms: 600_001 } }, 'fault.ms must be a whole number'],
    [{ kind: 'token', fault: { type: 'delay' } }, 'fault.ms must be a whole number'],
    [{ kind: 'token', fault: { type: 'truncate', bytes: 0.5 } }, 'fault.bytes must be a whole'],
    [{ kind: 'upload', fault: { type: 'truncate' } }, 'answers to kind upload have no body to cut'],
    [{ kind: 'file', fault: { type: 'reset', when: 'during' } }, 'answers to kind file have no'],
    [{ kind: 'token', fault: { type: 'html', status: 304 } }, 'fault.status must be a status that'],
    [{ kind: 'token', fault: { type: 'graphql_error', code: 'A' } }, 'graphql_error is for kind'],
    [{ kind: 'graphql', fault: { type: 'graphql_error', code: '' } }, 'fault.code must be a non-'],
  ]
  it.each(wrong)('is refused by name: %j', (script, complaint) => {
    let message = ''
    try {
      assertScript(script)
    } catch (error) {
      message = error instanceof TypeError ? error.message : ''
    }
    expect(message).toContain(`faults.next: ${complaint}`)
  })

  it('may have members that are undefined', () => {
    expect(() =>
      assertScript({ kind: 'token', operation: undefined, fault: { ...status, body: undefined } }),
    ).not.toThrow()
  })
})

const anyJson = fc.oneof(
  fc.jsonValue(),
  // Close to good ones, or hardly any would get past the first rule.
  fc.record(
    {
      kind: fc.oneof(fc.constantFrom('graphql', 'token', 'file', 'storage'), fc.jsonValue()),
      operation: fc.oneof(fc.constant('A'), fc.jsonValue()),
      count: fc.oneof(fc.integer({ min: -1, max: 3 }), fc.jsonValue()),
      fault: fc.record(
        {
          type: fc.constantFrom('status', 'reset', 'delay', 'truncate', 'html', 'graphql_error'),
          status: fc.oneof(fc.integer({ min: 199, max: 600 }), fc.jsonValue()),
          when: fc.constantFrom('before', 'during', 'after', 'never'),
          ms: fc.integer({ min: -1, max: 2 }),
          bytes: fc.oneof(fc.integer({ min: -1, max: 9 }), fc.jsonValue()),
          code: fc.string(),
          retryAfter: fc.oneof(fc.integer(), fc.string(), fc.jsonValue()),
          headers: fc.dictionary(fc.string(), fc.string()),
          body: fc.string(),
        },
        { requiredKeys: ['type'] },
      ),
    },
    { requiredKeys: ['kind', 'fault'] },
  ),
)

const text = fc.string({ unit: fc.constantFrom(...'aZ 09;,="'), maxLength: 8 })
const bytes = fc.integer({ min: 0, max: 40 })
const goodFault = fc.oneof(
  fc.record(
    {
      type: fc.constant('status' as const),
      status: fc.integer({ min: 200, max: 599 }).filter((code) => ![204, 205, 304].includes(code)),
      retryAfter: fc.oneof(fc.nat(1e9), text),
      headers: fc.dictionary(fc.constantFrom('x-a', 'x-b', 'www-authenticate'), text),
      body: fc.string(),
    },
    { requiredKeys: ['type', 'status'] },
  ),
  fc.record(
    { type: fc.constant('reset' as const), when: fc.constant('during' as const), bytes },
    { requiredKeys: ['type', 'when'] },
  ),
  fc.record({
    type: fc.constant('reset' as const),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
  fc.record({ type: fc.constant('truncate' as const), bytes }, { requiredKeys: ['type'] }),
  fc.record({ type: fc.constant('delay' as const), ms: fc.constant(0) }),
)

describe('whatever comes', () => {
  it('is taken or refused with a TypeError, and no other way', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        try {
          assertScript(value)
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('is carried out when it was taken', async () => {
    const sandbox = await startSandbox({ listen: false, throttle: false })
    const headers = { 'user-agent': 'test' }
    await fc.assert(
      fc.asyncProperty(goodFault, async (fault) => {
        const script: SandboxFaultScript = { kind: 'token', fault }
        sandbox.faults.next(script)
        const response = sandbox.fetch(sandbox.tokenUrl, {
          headers,
          method: 'POST',
          body: '{}',
          redirect: 'manual',
        })
        if (fault.type === 'reset' && fault.when !== 'during') {
          await expect(response).rejects.toThrow('fetch failed')
        } else if (fault.type === 'reset') {
          await expect((await response).arrayBuffer()).rejects.toThrow('terminated')
        } else {
          const status = fault.type === 'status' ? fault.status : 415
          expect((await response).status).toBe(status)
        }
        expect(sandbox.faults.unused()).toEqual([])
      }),
    )
  })
})
