import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ClientEvent, createTokenSource } from '../../src/index.js'
import { fileTokenStore } from '../../src/node/index.js'
import { defaultCacheFolder } from '../../src/node/private-folder.js'
import { tokenStoreLaws } from '../../src/testing/index.js'
import { createFakeClock } from '../support/fake-clock.js'
import { tokenResponse } from '../support/scripted-fetch.js'
import { fakeCredentials } from '../support/vendor-rig.js'
import { openFilesIn, tellsOpenFiles } from './open-files.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'firstaml-store-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const folder = () => join(root, 'a', 'tokens')
const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8)
const isPosix = process.getuid !== undefined

/** A source with the store, and what its listener was told. */
function sourceWith(store = fileTokenStore({ folder: folder() })) {
  const events: ClientEvent[] = []
  let requests = 0
  const source = createTokenSource({
    ...fakeCredentials,
    tokenUrl: 'https://vendor.test/oauth/token',
    fetch: async () => tokenResponse(`t${++requests}`),
    store,
    // The machine is shared with whatever else is tested now.
    storeTimeoutMs: 20_000,
    onEvent: (event) => events.push(event),
  })
  const failures = () => events.filter(({ type }) => type === 'store_failed')
  return { value: async () => (await source.get()).value, requests: () => requests, failures }
}

const entryFile = async () =>
  join(folder(), (await readdir(folder())).find((name) => name.endsWith('.json')) ?? 'none')

describe('fileTokenStore keeps the laws of stores', () => {
  const laws = (encryptionKeys?: string[]) =>
    tokenStoreLaws(() => {
      const { runtime, advance } = createFakeClock()
      const options = { folder: folder(), runtime, ...(encryptionKeys && { encryptionKeys }) }
      return { here: fileTokenStore(options), there: fileTokenStore(options), pass: advance }
    })
  it.each(laws())('$name', ({ check }) => check())
  it.each(laws([Buffer.alloc(32, 7).toString('base64')]))('encrypted: $name', ({ check }) =>
    check(),
  )
})

describe('fileTokenStore', () => {
  it('shares one token between sources, and finds it again after a restart', async () => {
    const [first, second] = [sourceWith(), sourceWith()]
    expect(await Promise.all([first.value(), second.value()])).toEqual(['t1', 't1'])
    expect(first.requests() + second.requests()).toBe(1)
    const later = sourceWith()
    expect(await later.value()).toBe('t1')
    expect(later.requests()).toBe(0)
  })

  it.runIf(isPosix)(
    'makes a folder of mode 700 and files of mode 600, whatever the umask',
    async () => {
      const before = process.umask(0)
      try {
        await sourceWith().value()
      } finally {
        process.umask(before)
      }
      expect(await modeOf(folder())).toBe('700')
      const files = await readdir(folder())
      expect(files).toHaveLength(2)
      for (const file of files) expect(await modeOf(join(folder(), file))).toBe('600')
    },
  )

  it('names files by digests, and leaves nothing beside them', async () => {
    const store = fileTokenStore({ folder: folder() })
    await store.write('../../etc/passwd', 'text', 60_000)
    await store.write('../../etc/passwd', 'text again', 60_000)
    expect(await readdir(root)).toEqual(['a'])
    expect(await readdir(folder())).toEqual([expect.stringMatching(/^[\da-f]{64}\.json$/)])
    expect(await store.read('../../etc/passwd')).toBe('text again')
  })

  it.runIf(isPosix).each([
    [
      'a file that others can read',
      async () => chmod(await entryFile(), 0o640),
      /\.json is open to other users \(mode 640\).*chmod 600/,
    ],
    [
      'a folder that others can list',
      () => chmod(folder(), 0o755),
      /tokens is open to other users \(mode 755\).*chmod 700/,
    ],
  ])(
    'refuses %s, says so with the command that mends it, and costs no operation',
    async (_what, expose, message) => {
      await sourceWith().value()
      await expose()
      const { value, failures } = sourceWith()
      expect(await value()).toBe('t1')
      expect(failures()).toEqual([
        {
          type: 'store_failed',
          step: 'read',
          problem: 'failed',
          message: expect.stringMatching(message),
        },
      ])
    },
  )

  it.runIf(isPosix)(
    'asks for no modes and owners where there are none, as on Windows',
    async () => {
      const store = fileTokenStore({ folder: folder() })
      await store.write('key', 'text', 60_000)
      await chmod(folder(), 0o755)
      const { getuid } = process
      Reflect.deleteProperty(process, 'getuid')
      try {
        expect(await store.read('key')).toBe('text')
      } finally {
        Object.assign(process, { getuid })
      }
    },
  )

  it.runIf(tellsOpenFiles)('leaves no file open, whatever is in it', async () => {
    const store = fileTokenStore({ folder: folder() })
    await store.write('key', 'text', 60_000)
    for (const text of [undefined, '', 'garbage', 'x'.repeat(2_000_000)]) {
      if (text !== undefined) await writeFile(await entryFile(), text)
      await store.read('key')
      expect(await openFilesIn(root)).toEqual([])
    }
  })

  it('refuses a folder that is a link or a file', async () => {
    await mkdir(join(root, 'elsewhere'))
    await symlink(join(root, 'elsewhere'), join(root, 'link'))
    await writeFile(join(root, 'file'), '')
    for (const name of ['link', 'file']) {
      const store = fileTokenStore({ folder: join(root, name) })
      await expect(store.read('key')).rejects.toMatchObject({
        code: 'token_store',
        message: expect.stringContaining(`${name} is not a folder`),
      })
    }
    expect(await readdir(join(root, 'elsewhere'))).toEqual([])
  })

  it('tells of other troubles without their message', async () => {
    await writeFile(join(root, 'a'), 'a file where a folder should be')
    const { value, failures } = sourceWith()
    expect(await value()).toBe('t1')
    expect(failures()).toEqual([{ type: 'store_failed', step: 'read', problem: 'failed' }])
  })

  it.each(['', 'garbage', '{"value":1}', '{"value":"x"', 'x'.repeat(2_000_000)])(
    'takes a file of garbage for a miss, says so and overwrites it: %#',
    async (garbage) => {
      await sourceWith().value()
      await writeFile(await entryFile(), garbage)
      const { value, failures, requests } = sourceWith()
      expect(await value()).toBe('t1')
      expect(requests()).toBe(1)
      expect(failures()).toEqual([{ type: 'store_failed', step: 'open', problem: 'not_ours' }])
      const next = sourceWith()
      await next.value()
      expect(next.requests()).toBe(0)
    },
  )

  it('clears away what a process left that died while it wrote', async () => {
    await sourceWith().value()
    for (const [name, ageMs] of [
      ['dead', 120_000],
      ['alive', 0],
    ] as const) {
      const path = join(folder(), `${name}.tmp`)
      await writeFile(path, 'half', { mode: 0o600 })
      const at = new Date(Date.now() - ageMs)
      await utimes(path, at, at)
    }
    await fileTokenStore({ folder: folder() }).lease?.('another', 1_000)
    const left = (await readdir(folder())).filter((name) => name.endsWith('.tmp'))
    expect(left).toEqual(['alive.tmp'])
  })

  it('keeps neither secret nor key in clear, and with a key no token either', async () => {
    const encryptionKeys = [Buffer.alloc(32, 1)]
    await sourceWith(fileTokenStore({ folder: folder(), encryptionKeys })).value()
    const text = await readFile(await entryFile(), 'utf8')
    for (const secret of [
      fakeCredentials.clientSecret,
      fakeCredentials.clientId,
      '"t1"',
      'lifetimeMs',
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  it('names an option that cannot work', () => {
    expect(() => fileTokenStore({ folder: '' })).toThrow(/^folder/)
    expect(() => fileTokenStore({ encryptionKeys: ['short'] })).toThrow(/^encryptionKeys/)
    // As JavaScript may give it: the tokens would be in the default folder.
    expect(() => fileTokenStore('/var/cache/app' as never)).toThrow(/fileTokenStore\({ folder/)
  })
})

describe('the default folder', () => {
  const home = homedir()
  it.each([
    ['linux', {}, `${home}/.cache/firstaml-client`],
    ['linux', { XDG_CACHE_HOME: '/var/cache/app' }, '/var/cache/app/firstaml-client'],
    ['linux', { XDG_CACHE_HOME: 'relative' }, `${home}/.cache/firstaml-client`],
    ['darwin', { XDG_CACHE_HOME: '/x' }, `${home}/Library/Caches/firstaml-client`],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/firstaml-client/Cache'],
    ['win32', {}, `${home}/AppData/Local/firstaml-client/Cache`],
  ] as const)('on %s with %o is the platform’s place for caches', (platform, env, expected) => {
    expect(defaultCacheFolder(platform, env)).toBe(expected)
  })
})
