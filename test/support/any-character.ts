import fc from 'fast-check'

/** Any code point: fast-check's own list of them, `unit: 'binary'`, takes a second to make. */
export const anyCharacter = fc
  .integer({ min: 0, max: 0x10ffff })
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
