import { basename, join, normalize, sep } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createNameRegister, safeExtension, safeName } from '../../../src/cli/files/file-names.js'
import { anyCharacter } from '../../support/any-character.js'

const title = fc.string({
  unit: fc.oneof(
    fc.constantFrom('.', '/', '\\', ' ', ':', '\0', '\u202e', 'CON', '..', 'ā', '😀'),
    anyCharacter,
  ),
  maxLength: 60,
})

describe('the name of a file', () => {
  it('stays one part of a path below its folder, whatever the title', () => {
    fc.assert(
      fc.property(title, (text) => {
        const name = safeName(text, 'file')
        expect(basename(name)).toBe(name)
        expect(normalize(join('/folder', name))).toBe(`/folder${sep}${name}`)
        expect(name).not.toMatch(/[\p{C}<>:"/\\|?*]|^\.|[. ]$/u)
        expect(Buffer.byteLength(name)).toBeGreaterThan(0)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(121)
      }),
    )
  })

  it.each([
    ['../../.ssh/authorized_keys', '_.._.ssh_authorized_keys'],
    ['C:\\Windows\\x', 'C_Windows_x'],
    ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
    ['CON', '_CON'],
    ['lpt1.txt', '_lpt1.txt'],
    ['  Passport  of\tAroha ', 'Passport of_Aroha'],
    ['...', 'file'],
    ['', 'file'],
  ])('makes %j into %j', (text, name) => expect(safeName(text, 'file')).toBe(name))

  it.each([
    ['.pdf', '.pdf'],
    ['PNG', '.png'],
    ['/../x', ''],
    ['.tar.gz', ''],
    [null, ''],
  ])('makes the extension %j into %j', (text, extension) =>
    expect(safeExtension(text)).toBe(extension),
  )

  it('is given once, also where capitals make no difference', () => {
    const register = createNameRegister()
    expect(register('case', 'Deed', '.pdf')).toBe('case/Deed.pdf')
    expect(register('case', 'deed', '.pdf')).toBe('case/deed (2).pdf')
    expect(register('case', 'DEED', '.PDF')).toBe('case/DEED (3).PDF')
    expect(register('other', 'Deed', '.pdf')).toBe('other/Deed.pdf')
  })
})
