import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { thirdPartyLicenses } from '../../scripts/third-party-licenses.js'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'firstaml-licences-'))
})
afterEach(() => rm(root, { recursive: true }))

/** Installs a library. @returns a module of it. */
async function install(path: string, version: string, license = 'MIT'): Promise<string> {
  const folder = join(root, 'node_modules', path)
  await mkdir(folder, { recursive: true })
  const name = path.replace(/^.*node_modules\//, '')
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name, version, license }))
  await writeFile(join(folder, 'LICENSE'), `The licence of ${name}.\n`)
  return join(folder, 'index.js')
}

const headings = (text: string) => text.match(/^## .*$/gm)

describe('the licences of what is bundled', () => {
  it('name a version once, in however many folders it is installed', async () => {
    const modules = [
      await install('tslib', '2.9.1'),
      await install('@scope/other', '1.0.0'),
      await install('@scope/other/node_modules/tslib', '2.9.1'),
    ]
    const text = await thirdPartyLicenses(root, modules)
    expect(headings(text)).toEqual(['## @scope/other 1.0.0', '## tslib 2.9.1'])
    expect(text.match(/The licence of tslib\./g)).toHaveLength(1)
  })

  it('name two versions of a library both', async () => {
    const modules = [
      await install('tslib', '2.9.1'),
      await install('other/node_modules/tslib', '1.14.0'),
    ]
    expect(headings(await thirdPartyLicenses(root, modules))).toEqual([
      '## tslib 2.9.1',
      '## tslib 1.14.0',
    ])
  })

  it('hold no library that asks for more than a notice', async () => {
    const module = await install('copyleft', '1.0.0', 'GPL-3.0')
    await expect(thirdPartyLicenses(root, [module])).rejects.toThrow('copyleft is under GPL-3.0')
  })
})
