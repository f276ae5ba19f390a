import type { CodegenConfig } from '@graphql-codegen/cli'

type Output = CodegenConfig['generates'][string]
/** graphql-codegen's preset: what decides which files come of an output, and from what. */
export type Preset = Extract<Extract<Output, { preset?: unknown }>['preset'], object>
type PresetOptions = Parameters<Preset['buildGeneratesSection']>[0]
type GenerateOptions = Awaited<ReturnType<Preset['buildGeneratesSection']>>[number]
type Plugin = PresetOptions['pluginMap'][string]

/** First line of every generated file; a file without it is never removed. */
export const generatedHeader =
  '// Generated from the First AML schema by graphql-codegen, do not edit.'

const header: Plugin = {
  plugin: () => ({ prepend: [generatedHeader], content: '' }),
}

/** One generated file, as its plugins make it, under our header. */
export const generatedFile: Preset = {
  buildGeneratesSection: (options) => [withHeader(options)],
}

export function withHeader(options: PresetOptions): GenerateOptions {
  const { baseOutputDir, presetConfig: _, plugins, pluginMap, ...rest } = options
  const names = Object.entries(pluginMap).map(([name, plugin]) => [name, withoutUnused(plugin)])
  return {
    ...rest,
    filename: baseOutputDir,
    plugins: [{ header: {} }, ...plugins],
    pluginMap: { ...Object.fromEntries(names), header },
  }
}

/** A file with the text given, under our header. */
export function writtenBy(options: PresetOptions, content: string): GenerateOptions {
  return withHeader({
    ...options,
    plugins: [{ text: {} }],
    pluginMap: { text: { plugin: () => content } },
  })
}

/**
 * The plugin without the helper type for `@defer` that it exports into every file: in two files of
 * one door its name would clash, and nothing uses it.
 */
function withoutUnused(plugin: Plugin): Plugin {
  return {
    ...plugin,
    plugin: async (...input) => {
      const output = await plugin.plugin(...input)
      if (typeof output === 'string' || /\bIncremental</.test(output.content)) return output
      const prepend = output.prepend?.filter((part) => !part?.includes('type Incremental<'))
      return { ...output, ...(prepend && { prepend }) }
    },
  }
}
