// What an application carries away: the door alone, built as an application's bundler would.
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'

const door = join(import.meta.dirname, '..', '..', 'src', 'webhooks', 'index.ts')

/** The bundle of an application that imports these names, minified. */
async function bundle(names: string) {
  const entry = '\0application'
  const build = await rolldown({
    input: entry,
    platform: 'neutral',
    plugins: [
      {
        name: 'application',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? `export { ${names} } from ${JSON.stringify(door)}` : null),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  const [chunk] = output
  return { ...chunk, bytes: gzipSync(chunk.code, { level: 9 }).length }
}

const everything =
  'createWebhookDeduplicator, createWebhookHandler, createWebhookListener, memoryWebhookStore, parseWebhook, signWebhook, verifyWebhook, WebhookError'

describe('the webhooks door', () => {
  it('needs nothing but WebCrypto: no package, nothing of Node', async () => {
    const { imports, dynamicImports, moduleIds, code } = await bundle(everything)
    expect([imports, dynamicImports]).toEqual([[], []])
    const strangers = moduleIds.filter((id) => !/\0|\/src\/(webhooks|base)\//.test(id))
    expect(strangers).toEqual([])
    expect(code).not.toMatch(/node:|require\(|\bBuffer\b|process\.|urql/)
  })

  it('exports what it says', async () => {
    const names = Object.keys(await import('../../src/webhooks/index.js'))
    expect(names.sort().join(', ').toLowerCase()).toBe(
      everything.split(', ').sort().join(', ').toLowerCase(),
    )
  })

  it.each([
    ['verifyWebhook', 1_375],
    ['verifyWebhook, parseWebhook, signWebhook, WebhookError', 1_460],
    ['createWebhookHandler', 1_925],
    ['createWebhookListener', 1_935],
    ['createWebhookListener, createWebhookDeduplicator', 2_325],
    [everything, 2_490],
  ])('weighs, minified and gzipped, for %s: at most %i bytes', async (names, limit) => {
    expect((await bundle(names)).bytes).toBeLessThanOrEqual(limit)
  })
})
