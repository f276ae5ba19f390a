// `client.pdf`: started, waited for on a clock that stands still, fetched.
import { describe, expect, it, vi } from 'vitest'
import type { PdfOptions } from '../../src/index.js'
import { type ApiRig, createApiRig, failureOf, follow, graphqlResponse } from '../fetch/api-rig.js'

type Status = 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'SUPERSEDED'
const url = 'https://api.test/pdfs/7'

/** @param statuses - what the API says at the first question and from then on. */
const setUp = (...statuses: Array<Status | Response | undefined>) => {
  const rig: ApiRig = createApiRig()
  const asked: string[] = []
  let questions = 0
  rig.onApi = ({ url: address, init }) => {
    if (address === url) return new Response('%PDF', { headers: { 'content-length': '4' } })
    const { query, variables } = JSON.parse(String(init.body))
    if (query.includes('createCasePdf')) {
      asked.push('create')
      expect(variables).toEqual({ input: { caseId: 11 } })
      return graphqlResponse({
        data: { createCasePdf: { id: 7, status: 'PROCESSING', url: null } },
      })
    }
    asked.push('look')
    expect(variables).toEqual({ caseId: '11' })
    const status = statuses[Math.min(questions++, statuses.length - 1)]
    if (status instanceof Response) return status
    const pdf = { id: 7, status, url: status === 'COMPLETED' ? url : null }
    const pdfs = status === undefined ? [] : [{ ...pdf, id: 6, status: 'COMPLETED' }, pdf]
    return graphqlResponse({ data: { caseDetails: { __typename: 'CaseInformation', pdfs } } })
  }
  // The first use loads code, for which no turn of a fake clock waits.
  const pdf = async (options: Partial<PdfOptions> = {}) => {
    await import('../../src/files/files.js')
    await import('../../src/fetch/tracked-requests.js')
    const state = follow(rig.client.pdf({ caseId: '11', ...options }))
    await rig.clock.settle()
    return state
  }
  return { ...rig, asked, pdf }
}

const textOf = (value: unknown) => (value instanceof Response ? value.text() : undefined)

describe('client.pdf', () => {
  it('starts a PDF, asks ever more slowly whether it is made, and fetches it', async () => {
    const { pdf, clock, asked, apiCalls } = setUp('PROCESSING', 'PROCESSING', 'COMPLETED')
    const started: number[] = []
    const state = await pdf({ onStarted: (id) => started.push(id) })
    expect([asked, started]).toEqual([['create'], [7]])
    // Random is 0.5: three quarters of 2 s, then of 4 s, then of 8 s.
    await clock.advance(1_499)
    expect(asked).toHaveLength(1)
    await clock.advance(1)
    expect(asked).toHaveLength(2)
    await clock.advance(3_000)
    expect(asked).toHaveLength(3)
    await clock.advance(6_000)
    expect(asked).toHaveLength(4)
    expect(await textOf(state.value)).toBe('%PDF')
    expect(apiCalls.at(-1)?.headers.get('authorization')).toMatch(/^Bearer /)
  })

  it('is woken by what the application waits for, and asks before it believes', async () => {
    const { pdf, clock, asked } = setUp('PROCESSING', 'COMPLETED')
    let wake = () => {}
    const ready = new Promise<void>((resolve) => {
      wake = resolve
    })
    const state = await pdf({ ready })
    await clock.advance(100_000)
    expect(asked).toEqual(['create'])
    wake()
    await clock.settle()
    expect([asked, state.settled]).toEqual([['create', 'look'], false])
    await clock.advance(1_500)
    expect(await textOf(state.value)).toBe('%PDF')
  })

  it('looks as well when that fails, and once at the end when it never comes', async () => {
    const failing = setUp('COMPLETED')
    const state = await failing.pdf({ ready: Promise.reject(new Error('no webhook')) })
    expect(await textOf(state.value)).toBe('%PDF')
    const silent = setUp('COMPLETED')
    const late = await silent.pdf({ ready: new Promise(() => {}), waitMs: 60_000 })
    await silent.clock.advance(60_000)
    expect(await textOf(late.value)).toBe('%PDF')
  })

  it('lets what wakes it fail whenever it likes', async () => {
    const unhandled: unknown[] = []
    const listen = (reason: unknown) => unhandled.push(reason)
    process.on('unhandledRejection', listen)
    const rig = createApiRig()
    rig.onApi = () => undefined
    let fail: (error: Error) => void = () => {}
    const ready = new Promise((_, reject) => {
      fail = reject
    })
    const state = follow(rig.client.pdf({ caseId: '11', ready }))
    fail(new Error('no webhook'))
    await rig.clock.settle()
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
    rig.client.dispose()
    await vi.waitFor(() => expect(state.settled).toBe(true))
  })

  it('waits for a PDF that was started before, and starts none', async () => {
    const { pdf, asked } = setUp('COMPLETED')
    expect(await textOf((await pdf({ pdfId: 7 })).value)).toBe('%PDF')
    expect(asked).toEqual(['look'])
  })

  it.each<[Status | undefined, string]>([
    ['FAILED', 'failed'],
    ['SUPERSEDED', 'superseded'],
    [undefined, 'missing'],
  ])('fails when the PDF is %s', async (status, reason) => {
    const { pdf, clock } = setUp('PROCESSING', status)
    const state = await pdf()
    await clock.advance(5_000)
    expect(state.error).toMatchObject({ code: 'pdf_unavailable', reason, pdfId: 7 })
  })

  it.each([null, ''])('fails when the PDF is finished and its address is %j', async (none) => {
    const pdfs = [{ id: 7, status: 'COMPLETED', url: none }]
    const { pdf } = setUp(
      graphqlResponse({ data: { caseDetails: { __typename: 'CaseInformation', pdfs } } }),
    )
    const { error } = await pdf({ pdfId: 7 })
    expect(error).toMatchObject({ code: 'pdf_unavailable', reason: 'missing', pdfId: 7 })
  })

  it('gives up after waitMs, with the id to go on with', async () => {
    const { pdf, clock, asked } = setUp('PROCESSING')
    const state = await pdf({ waitMs: 10_000 })
    await clock.advance(9_999)
    expect(state.settled).toBe(false)
    await clock.advance(1)
    expect(state.error).toMatchObject({ code: 'pdf_unavailable', reason: 'not_ready', pdfId: 7 })
    expect(asked).toEqual(['create', 'look', 'look', 'look'])
  })

  it('goes on waiting when a question fails in passing, and ends when it fails for good', async () => {
    const passing = setUp(new Response('', { status: 429 }), 'COMPLETED')
    const state = await passing.pdf()
    await passing.clock.advance(1_500)
    expect(state.settled).toBe(false)
    await passing.clock.advance(60_000)
    expect(await textOf(state.value)).toBe('%PDF')
    const final = setUp(new Response('', { status: 403 }))
    const refused = await final.pdf()
    await final.clock.advance(1_500)
    expect(refused.error).toMatchObject({ code: 'scope_missing' })
  })

  it('ends with the signal and with the client, at once, while it waits', async () => {
    const { pdf, clock } = setUp('PROCESSING')
    const controller = new AbortController()
    const state = await pdf({ signal: controller.signal })
    controller.abort('enough')
    await clock.settle()
    expect(state.error).toMatchObject({ code: 'aborted', cause: 'enough' })
    const other = setUp('PROCESSING')
    const disposed = await other.pdf()
    other.client.dispose()
    await other.clock.settle()
    expect(disposed.error).toMatchObject({ code: 'aborted' })
    expect(other.clock.pendingTimers()).toBe(0)
  })

  it('refuses an id that is no number and a limit that is none', async () => {
    const { client, asked } = setUp('PROCESSING')
    expect(await failureOf(client.pdf({ caseId: 'abc' }))).toBeInstanceOf(TypeError)
    expect(String(await failureOf(client.pdf({ caseId: 1, waitMs: 0 })))).toMatch(/waitMs/)
    const wrong = { caseId: '11', timeoutMs: Number.NaN }
    expect(String(await failureOf(client.pdf(wrong)))).toMatch(/timeoutMs/)
    expect(asked).toEqual([])
  })
})
