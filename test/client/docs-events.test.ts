// docs/events.md names every event and every member that the type has, and no other.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')

/** Members by event type, as the union in the source declares them. */
async function declaredEvents(): Promise<ReadonlyMap<string, readonly string[]>> {
  const source = await readFile(join(repository, 'src/base/events.ts'), 'utf8')
  const [, union = ''] = /export type ClientEvent =([\s\S]*?)\n\n\/\*\*/.exec(source) ?? []
  const events = [...union.matchAll(/readonly type: '(\w+)'([^}]*)/g)]
  return new Map(
    events.map(([, type = '', members = '']) => [
      type,
      [...members.matchAll(/readonly (\w+)\??:/g)].map(([, name = '']) => name),
    ]),
  )
}

it('documents every event with its members', async () => {
  const page = await readFile(join(repository, 'docs/events.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| ([^|]*) \|$/gm)]
  const documented = new Map(
    rows.map(([, type = '', members = '']) => [
      type,
      [...members.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
    ]),
  )
  const declared = await declaredEvents()
  expect(declared.size).toBeGreaterThan(10)
  expect([...documented.keys()].sort()).toEqual([...declared.keys()].sort())
  for (const [type, members] of declared) {
    expect([type, documented.get(type)?.toSorted()]).toEqual([type, members.toSorted()])
  }
})
