// Which licences may be in what a consumer gets, and in the tools of this repository.

/** For what is installed with the package or bundled into it: nobody owes anything but a notice. */
const shipped: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
])

/** Tools besides: they run here and are not handed on. */
const tools: ReadonlySet<string> = new Set([...shipped, 'CC-BY-4.0', 'MPL-2.0', 'Python-2.0'])

/** Licences that a package names in a text of its own, read by a person: name, and what it is. */
const readByHand: Readonly<Record<string, string>> = { spawndamnit: 'MIT' }

/**
 * Whether a package may be used.
 *
 * @param license - the `license` of its manifest: an SPDX identifier, or some joined by `OR`.
 * @param use - `shipped` for dependencies of consumers and bundled libraries.
 */
export function isLicenseAllowed(
  name: string,
  license: string | undefined,
  use: 'shipped' | 'tool',
): boolean {
  const allowed = use === 'shipped' ? shipped : tools
  const choices = (readByHand[name] ?? license ?? '').replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => allowed.has(choice))
}
