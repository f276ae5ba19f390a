// The laws of what is read and written.
import { assertNothing, assertRead, key, type Law, longMs, otherKey } from './law.js'

export const entryLaws: readonly Law[] = [
  [
    'what was never written reads as nothing',
    async ({ here, there }) => {
      await assertNothing(here.read(key), 'read')
      await assertNothing(there.read(key), 'read')
    },
  ],
  [
    'what was written is read, letter for letter, by everybody',
    async ({ here, there }) => {
      for (const text of [
        'plain',
        '{"a":"\\u0000"}',
        'ü € 𝄞 \n\t"',
        ' ',
        '0',
        'x'.repeat(16_384),
      ]) {
        await here.write(key, text, longMs)
        await assertRead(here, key, text)
        await assertRead(there, key, text)
      }
    },
  ],
  [
    'the last write counts, whoever made it',
    async ({ here, there }) => {
      await here.write(key, 'first', longMs)
      await there.write(key, 'second', longMs)
      await assertRead(here, key, 'second')
      await here.write(key, 'third', longMs)
      await assertRead(there, key, 'third')
    },
  ],
  [
    'writes at the same time leave one of them, whole',
    async ({ here, there }) => {
      const texts = Array.from({ length: 20 }, (_, at) => String(at).repeat(2_000))
      await Promise.all(texts.map((text, at) => (at % 2 ? here : there).write(key, text, longMs)))
      const left = await here.read(key)
      if (typeof left !== 'string' || !texts.includes(left)) {
        throw new Error('read should have given one of the texts written, whole')
      }
      await assertRead(there, key, left)
    },
  ],
  [
    'keys do not meet',
    async ({ here }) => {
      await here.write(key, 'mine', longMs)
      await assertNothing(here.read(otherKey), 'read of the other key')
      await here.write(otherKey, 'yours', longMs)
      await assertRead(here, key, 'mine')
    },
  ],
  [
    'an entry lasts its time and no longer',
    async ({ here, there, pass }) => {
      await here.write(key, 'short', 5_000)
      await here.write(otherKey, 'long', longMs)
      await pass(4_000)
      await assertRead(there, key, 'short')
      await pass(1_001)
      await assertNothing(here.read(key), 'read')
      await assertNothing(there.read(key), 'read')
      await assertRead(here, otherKey, 'long')
    },
  ],
  [
    'a write begins the time anew, and may shorten it',
    async ({ here, pass }) => {
      await here.write(key, 'first', 5_000)
      await pass(4_000)
      await here.write(key, 'second', 5_000)
      await pass(4_000)
      await assertRead(here, key, 'second')
      await here.write(key, 'third', 1_000)
      await pass(1_001)
      await assertNothing(here.read(key), 'read')
    },
  ],
]
