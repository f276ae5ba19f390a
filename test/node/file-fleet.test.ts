// The processes of one machine with a store in files.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createFleet, type Fleet, failuresOf, type Member, outcomesOf } from '../support/fleet.js'
import { createVendorRig, type VendorRig } from '../support/vendor-rig.js'

let fleet: Fleet
let vendor: VendorRig
let folder: string
/** Processes that have served before. */
let crew: readonly Member[] = []

beforeAll(async () => {
  ;[fleet, vendor] = await Promise.all([createFleet(), createVendorRig()])
}, 30_000)
afterAll(async () => {
  await fleet?.remove()
  await vendor?.close()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstaml-files-'))
  return () => rm(folder, { recursive: true, force: true })
})

it('G1: 8 processes that start together ask once, and once more after a revocation', {
  timeout: 300_000,
}, async () => {
  crew = fleet.start(8, vendor)
  const store = { folder: join(folder, 'tokens') }
  const cold = await Promise.all(
    crew.map(async (member) => {
      await member.open({ store })
      return member.request()
    }),
  )
  expect([vendor.tokenRequests.length, outcomesOf(cold), failuresOf(cold)]).toEqual([1, ['ok'], []])
  vendor.valid.clear()
  const revoked = await Promise.all(crew.map((member) => member.request()))
  expect([vendor.tokenRequests.length, outcomesOf(revoked)]).toEqual([2, ['ok']])
})

it('G2: when the holder of the lease is killed, the next one asks at once', {
  timeout: 300_000,
}, async () => {
  const four = [...crew, ...fleet.start(Math.max(0, 4 - crew.length), vendor)].slice(0, 4)
  const store = { folder: join(folder, 'tokens') }
  // A lease of a hundred seconds: nobody can wait for its end here.
  const limits = { timeoutMs: 300_000, attemptTimeoutMs: 100_000 }
  await Promise.all(four.map((member) => member.open({ store, ...limits })))
  const holder = new Promise<string>((known) => {
    vendor.onToken = ({ headers }) => {
      vendor.onToken = undefined
      known(String(headers['user-agent']).split('/')[0] ?? '')
    }
  })
  const before = vendor.tokenRequests.length
  const waiting = four.map((member) => ({ member, reply: member.request() }))
  const name = await holder
  const dead = four.find((member) => member.name === name)
  await dead?.kill()
  const alive = waiting.filter(({ member }) => member !== dead)
  expect(alive).toHaveLength(3)
  const replies = await Promise.all(alive.map(({ reply }) => reply))
  expect([vendor.tokenRequests.length - before, outcomesOf(replies)]).toEqual([2, ['ok']])
})
