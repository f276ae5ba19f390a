import { checkOption } from '../option-check.js'

/** The option of `createSandbox` for tests in other languages. */
export interface ControlOptions {
  /**
   * Whether faults and commands can be given by HTTP as well, at `/_sandbox/faults` and
   * `/_sandbox/commands` or below another path. Default: they cannot.
   */
  readonly control?: boolean | { readonly path: string } | undefined
}

const ownPaths = ['oauth', 'graphql', 'files', 'pdfs', 'uploads', 'app', 'verification']

/** The path of the control endpoint, if it is wanted. */
export function readControl({ control = false }: ControlOptions): string | undefined {
  if (typeof control === 'boolean') return control ? '/_sandbox' : undefined
  const path: unknown = typeof control === 'object' ? control?.path : undefined
  const isGood =
    typeof path === 'string' &&
    /^(\/[\w.~-]+)+$/.test(path) &&
    !ownPaths.includes(path.split('/')[1] ?? '')
  checkOption(
    isGood,
    'control must be true, false or { path } with a path like /_sandbox that the API does not use',
  )
  return path
}
