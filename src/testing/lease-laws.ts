// The laws of the lease, for stores that have one.
import {
  assertGranted,
  assertNothing,
  assertRead,
  key,
  type Law,
  leaseOf,
  longMs,
  otherKey,
} from './law.js'

export const leaseLaws: readonly Law[] = [
  [
    'of many who ask at once, one gets the lease',
    async ({ here, there }) => {
      const asked = Array.from({ length: 20 }, (_, at) => leaseOf(at % 2 ? here : there))
      const granted = (await Promise.all(asked)).filter((release) => release)
      if (granted.length !== 1) {
        throw new Error(`one lease should be granted, not ${granted.length}`)
      }
      await assertNothing(leaseOf(here), 'lease')
      await assertNothing(leaseOf(there), 'lease')
    },
  ],
  [
    'a lease given back is free at once, and giving back twice is harmless',
    async ({ here, there }) => {
      const release = await assertGranted(leaseOf(here))
      await release()
      await release()
      await assertGranted(leaseOf(there))
      await release()
      await assertNothing(leaseOf(here), 'lease')
    },
  ],
  [
    'a lease that nobody gives back ends with its time',
    async ({ here, there, pass }) => {
      await assertGranted(leaseOf(here, key, 5_000))
      await pass(4_000)
      await assertNothing(leaseOf(there), 'lease')
      await pass(1_001)
      await assertGranted(leaseOf(there))
    },
  ],
  [
    'who comes too late with giving back does not end the lease of the next',
    async ({ here, there, pass }) => {
      const late = await assertGranted(leaseOf(here, key, 5_000))
      await pass(5_001)
      await assertGranted(leaseOf(there))
      await late()
      await assertNothing(leaseOf(here), 'lease')
    },
  ],
  [
    'leases of different keys do not meet',
    async ({ here, there }) => {
      await assertGranted(leaseOf(here, key))
      await assertGranted(leaseOf(there, otherKey))
    },
  ],
  [
    'lease and entry of one key do not meet',
    async ({ here, there, pass }) => {
      await here.write(key, 'entry', longMs)
      const release = await assertGranted(leaseOf(here, key, 5_000))
      await assertRead(there, key, 'entry')
      await here.write(key, 'newer', longMs)
      await release()
      await assertRead(there, key, 'newer')
      await leaseOf(here, key, 1_000)
      await pass(1_001)
      await assertRead(there, key, 'newer')
    },
  ],
]
