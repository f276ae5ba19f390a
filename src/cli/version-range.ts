/**
 * Tells whether a version is in a range as package.json files have them: `^16.9.0 || ^17.0.0`,
 * `>=20.19.0`. Forms that this package does not use are not known.
 *
 * Pre-releases count as the release that they lead to.
 */
export function satisfies(version: string, range: string): boolean {
  const found = readVersion(version)
  return range.split('||').some((part) => {
    const [, sign, text = ''] = /^\s*(\^|>=)?\s*v?([\d.]+)\s*$/.exec(part) ?? []
    const wanted = readVersion(text)
    if (text === '' || compare(found, wanted) < 0) return false
    if (sign === '>=') return true
    // Below 1.0.0 the second number is what breaks.
    const fixed = sign === '^' ? (wanted[0] > 0 ? 1 : 2) : 3
    return found.slice(0, fixed).join() === wanted.slice(0, fixed).join()
  })
}

type Numbers = readonly [major: number, minor: number, patch: number]

function readVersion(text: string): Numbers {
  const [, major = 0, minor = 0, patch = 0] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(text) ?? []
  return [Number(major), Number(minor), Number(patch)]
}

function compare(a: Numbers, b: Numbers): number {
  const different = a.findIndex((number, index) => number !== b[index])
  return different < 0 ? 0 : (a[different] ?? 0) - (b[different] ?? 0)
}
