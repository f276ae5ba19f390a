/** Colours, where somebody sees them. */
import type { CliIo, CliOutput } from './io.js'

type Style = (text: string) => string

export interface Paint {
  readonly bold: Style
  readonly dim: Style
  readonly red: Style
  readonly green: Style
  readonly yellow: Style
  readonly cyan: Style
}

/** Start and end of each style, as terminals have them (ECMA-48, SGR). */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const

/**
 * Tells whether text on a stream may have colours: on terminals, unless `NO_COLOR` is set or
 * `TERM=dumb`; `FORCE_COLOR` decides before all others, as it does in Node itself.
 */
function wantsColor({ isTTY }: Pick<CliOutput, 'isTTY'>, env: CliIo['env']): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env
  if (forced !== undefined) return !['0', 'false'].includes(forced)
  return isTTY === true && !refused && terminal !== 'dumb'
}

/** Styles for a stream; without colours each gives its text back. */
export function createPaint(stream: Pick<CliOutput, 'isTTY'>, env: CliIo['env']): Paint {
  const colored = wantsColor(stream, env)
  const style =
    ([start, end]: readonly [number, number]): Style =>
    (text) =>
      colored ? `\u001b[${start}m${text}\u001b[${end}m` : text
  return {
    bold: style(codes.bold),
    dim: style(codes.dim),
    red: style(codes.red),
    green: style(codes.green),
    yellow: style(codes.yellow),
    cyan: style(codes.cyan),
  }
}
