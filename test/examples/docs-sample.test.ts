// The Vitest sample of docs/go-live-review.md is a test of this suite, imports aside.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')

it('shows in docs/go-live-review.md the test that runs here', () => {
  const [, sample = ''] = /```typescript\n([\s\S]*?)```/.exec(read('docs/go-live-review.md')) ?? []
  // The order of imports goes by their paths, so it differs.
  const lines = (text: string) => text.split('\n').sort()
  const test = read('test/examples/go-live-review.test.ts')
    .replaceAll("'../../src/index.js'", "'firstaml-client'")
    .replaceAll(/'\.\.\/\.\.\/src\/(\w+)\/index\.js'/g, "'firstaml-client/$1'")
  expect(lines(sample)).toEqual(lines(test))
})
