// What the package says of itself: its doors and its commands, as package.json lists them.
import packageJson from '../../package.json' with { type: 'json' }

export { packageJson }

/** The doors that modules import, by what they import; the schema and package.json are files. */
export const doors: ReadonlyMap<string, { readonly types: string; readonly default: string }> =
  new Map(
    Object.entries(packageJson.exports).flatMap(([path, target]) =>
      typeof target === 'string' ? [] : [[path.replace(/^\./, packageJson.name), target] as const],
    ),
  )

/** What else an application may resolve, with the file it leads to. */
export const files: ReadonlyMap<string, string> = new Map(
  Object.entries(packageJson.exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [[path.replace(/^\./, packageJson.name), target] as const] : [],
  ),
)

/** Commands and their programs. */
export const commands: ReadonlyMap<string, string> = new Map(Object.entries(packageJson.bin))
