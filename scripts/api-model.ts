// The doors as API Extractor sees them: it reads the declarations as a consumer's compiler does, and
// what is wrong with a docblock is an error.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor'

/** One declaration, or a member of one, as API Extractor's JSON has it. */
export interface ApiItem {
  readonly kind: string
  readonly name: string
  readonly canonicalReference: string
  readonly docComment?: string
  readonly fileUrlPath?: string
  readonly excerptTokens?: readonly ApiToken[]
  readonly members?: readonly ApiItem[]
  readonly isOptional?: boolean
  readonly propertyTypeTokenRange?: TokenRange
  readonly initializerTokenRange?: TokenRange
}

/** A piece of a declaration's text; a `Reference` names what it stands for. */
export interface ApiToken {
  readonly kind: 'Content' | 'Reference'
  readonly text: string
  readonly canonicalReference?: string
}

interface TokenRange {
  readonly startIndex: number
  readonly endIndex: number
}

/** What a door exports, and what its declarations use without exporting it by name. */
export interface ApiDoor {
  readonly exported: readonly ApiItem[]
  readonly unnamed: readonly ApiItem[]
}

/** What is wrong, one line each, beside the doors. */
export interface ApiModel {
  readonly doors: ReadonlyMap<string, ApiDoor>
  readonly problems: readonly string[]
}

/**
 * @param root - the package's folder.
 * @param types - a folder below it with the declarations, as `tsc` writes them.
 * @param entries - paths of the doors below it, without their ending.
 */
export async function readApiModel(
  root: string,
  types: string,
  entries: readonly string[],
): Promise<ApiModel> {
  const scratch = await mkdtemp(join(tmpdir(), 'firstaml-api-'))
  const entryPoints = entries.map((entry) => join(types, `${entry}.d.ts`))
  const doors = new Map<string, ApiDoor>()
  const problems = new Set<string>()
  const messageCallback = (message: ExtractorMessage) => {
    message.handled = true
    if (message.logLevel !== ExtractorLogLevel.Error) return
    const place = message.sourceFilePath
      ? `${message.sourceFilePath.replace(types, 'src').replace('.d.ts', '.ts')}: `
      : ''
    problems.add(`${place}${message.text} (${message.messageId})`)
  }
  try {
    let compilerState: CompilerState | undefined
    for (const [index, entry] of entries.entries()) {
      const json = join(scratch, `${index}.api.json`)
      const config = ExtractorConfig.prepare({
        configObject: configure(root, entryPoints, index, json),
        configObjectFullPath: undefined,
        packageJsonFullPath: join(root, 'package.json'),
      })
      compilerState ??= CompilerState.create(config, { additionalEntryPoints: entryPoints })
      Extractor.invoke(config, { compilerState, localBuild: true, messageCallback })
      const model: { readonly members: readonly [ApiItem] } = JSON.parse(readFileSync(json, 'utf8'))
      doors.set(entry, divide(model.members[0].members ?? []))
    }
  } finally {
    await rm(scratch, { recursive: true })
  }
  return { doors, problems: [...problems] }
}

function divide(all: readonly ApiItem[]): ApiDoor {
  // The extractor numbers a name that the platform has too, such as Credential.
  const items = all.map((item) => ({ ...item, name: item.name.replace(/_\d+$/, '') }))
  const isUnnamed = (item: ApiItem) => item.canonicalReference.includes('!~')
  return {
    exported: items.filter((item) => !isUnnamed(item)),
    unnamed: items.filter(isUnnamed),
  }
}

function configure(
  root: string,
  entryPoints: readonly string[],
  index: number,
  apiJsonFilePath: string,
): IConfigFile {
  const error = { logLevel: ExtractorLogLevel.Error }
  const none = { logLevel: ExtractorLogLevel.None }
  return {
    projectFolder: root,
    mainEntryPointFilePath: entryPoints[index] ?? '',
    compiler: {
      overrideTsconfig: {
        compilerOptions: {
          target: 'ES2022',
          lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
          module: 'NodeNext',
          moduleResolution: 'NodeNext',
          types: ['node'],
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: true,
        },
        files: entryPoints,
      },
    },
    apiReport: { enabled: false },
    docModel: { enabled: true, apiJsonFilePath, includeForgottenExports: true },
    dtsRollup: { enabled: false },
    tsdocMetadata: { enabled: false },
    messages: {
      compilerMessageReporting: { default: error },
      extractorMessageReporting: {
        default: error,
        // Releases are told apart by version, not by tag.
        'ae-missing-release-tag': none,
        // The reference shows these under a heading of their own.
        'ae-forgotten-export': none,
      },
      tsdocMessageReporting: { default: error },
    },
  }
}
