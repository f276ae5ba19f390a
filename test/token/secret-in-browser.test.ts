import { describe, expect, it, vi } from 'vitest'
import { isBrowser } from '../../src/base/runtime.js'
import { createClient, createTokenSource, type TokenSourceOptions } from '../../src/index.js'

const chromium = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140'

describe('a browser', () => {
  it.each([
    ['a page or a worker', { navigator: { userAgent: chromium } }, true],
    [
      'a page whose bundler plays process',
      { navigator: { userAgent: chromium }, process: {} },
      true,
    ],
    [
      'the same with empty versions',
      { navigator: { userAgent: chromium }, process: { versions: {} } },
      true,
    ],
    ['Node 20', { process: { versions: { node: '20.19.0' } } }, false],
    [
      'Node 22',
      { navigator: { userAgent: 'Node.js/22' }, process: { versions: { node: '22.0.0' } } },
      false,
    ],
    [
      'jsdom and happy-dom, in Node',
      { navigator: { userAgent: chromium }, process: { versions: { node: '22.0.0' } } },
      false,
    ],
    ['Deno without process', { navigator: { userAgent: 'Deno/1.46.0' } }, false],
    [
      'Bun',
      { navigator: { userAgent: 'Bun/1.3.0' }, process: { versions: { node: '24.0.0' } } },
      false,
    ],
    ['workerd', { navigator: { userAgent: 'Cloudflare-Workers' } }, false],
    ['an edge runtime without navigator', {}, false],
    ['a navigator without a name', { navigator: {} }, false],
  ])('is told from what is none: %s', (_what, surroundings, expected) => {
    expect(isBrowser(surroundings)).toBe(expected)
  })
})

describe('a clientSecret in a browser', () => {
  const client = { clientId: 'id', clientSecret: 'fake-secret' }
  const source: TokenSourceOptions = { ...client, tokenUrl: 'https://api.test/oauth/token' }
  const openPage = () => {
    vi.stubGlobal('navigator', { userAgent: chromium })
    vi.stubGlobal('process', Object.create(process, { versions: { value: {} } }))
  }

  it('is refused with what to do instead, and is not quoted', () => {
    openPage()
    for (const create of [
      () => createClient(client),
      () => createTokenSource(source),
      () => createTokenSource({ ...source, clientSecret: () => 'fake-secret' }),
      () => createClient({ ...client, allowSecretInBrowser: false }),
      () => createClient({ ...client, allowSecretInBrowser: 'false' as unknown as boolean }),
    ]) {
      expect(create).toThrow(TypeError)
      expect(create).toThrow(/^clientSecret .* on a server, or set allowSecretInBrowser/)
      expect(create).not.toThrow('fake-secret')
    }
  })

  it('is accepted when the page may have it', () => {
    openPage()
    createClient({ ...client, allowSecretInBrowser: true }).dispose()
    createTokenSource({ ...source, allowSecretInBrowser: true }).dispose()
  })

  it('is accepted in Node without a word', () => {
    createClient(client).dispose()
  })
})
