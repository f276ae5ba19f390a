// An example application, installed from the packed tarball: it runs against the sandbox, and
// learns by `firstaml schema check` what a change of the schema does to it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { type FieldDefinitionNode, type NameNode, parse, print, visit } from 'graphql'
import { expect } from 'vitest'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/index.js'
import { loadSandbox, prepared } from './project.js'
import { repository, runIn } from './run-in.js'

export interface Example {
  readonly directory: string
  readonly sandbox: Sandbox
  /** Leads its programs to the sandbox, and to what it has installed. */
  readonly environment: Readonly<Record<string, string>>
  /** Runs what the example installed. */
  readonly run: (program: string, ...args: string[]) => Promise<string>
  /** Starts one of its programs, with the sandbox in its environment. */
  readonly start: (...args: string[]) => ChildProcess
  /**
   * Says what the package's own check says of a schema that lacks a field the example uses, and of
   * one that lacks a field nobody uses.
   */
  readonly checkWithout: (
    documents: string,
    used: string,
  ) => Promise<{ readonly broken: Checked; readonly fine: Checked }>
  readonly close: () => Promise<void>
}

interface Checked {
  readonly exitCode: number
  readonly text: string
}

/** A field that no example uses. */
const unused = 'ApiClientMetadata.apiClientId'

/** Waits for the example to be installed, and starts a sandbox for it. */
export async function openExample(name: string, options: SandboxOptions = {}): Promise<Example> {
  const [{ folder }, { createSandbox }] = await Promise.all([prepared('examples'), loadSandbox()])
  const directory = join(folder, name)
  const sandbox: Sandbox = await createSandbox(options)
  const bins = [directory, folder].map((place) => join(place, 'node_modules', '.bin'))
  const environment = {
    // The runner's own would make builds for tests of them.
    NODE_ENV: 'production',
    FIRSTAML_CLIENT_ID: sandbox.credentials.clientId,
    FIRSTAML_CLIENT_SECRET: sandbox.credentials.clientSecret,
    FIRSTAML_BASE_URL: sandbox.url,
    PATH: [...bins, process.env.PATH].join(delimiter),
  }
  return {
    directory,
    sandbox,
    environment,
    run: (program, ...args) => runIn(directory, program, args, environment),
    start: (...args) =>
      spawn(process.execPath, args, {
        cwd: directory,
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    checkWithout: async (documents, used) => {
      const [broken, fine] = await check(directory, documents, [used, unused])
      if (!broken || !fine) throw new Error('the check has said nothing')
      return { broken, fine }
    },
    close: () => sandbox.close(),
  }
}

/** Expects that the check names what a missing field breaks, and lets a field go that nobody uses. */
export function expectVerdicts(
  { broken, fine }: Awaited<ReturnType<Example['checkWithout']>>,
  message: RegExp,
): void {
  expect(broken.text).toMatch(message)
  expect(broken.exitCode).toBe(1)
  expect(fine.text).toContain('1 breaking')
  expect(fine.text).toMatch(/None of \d documents? breaks\.$/)
  expect(fine.exitCode).toBe(0)
}

/** Checks against sandboxes whose schema lacks one field each, with the installed command line. */
async function check(
  directory: string,
  documents: string,
  fields: readonly string[],
): Promise<readonly Checked[]> {
  const { createSandbox } = await loadSandbox()
  const schema = await readFile(join(repository, 'graphql', 'schema.graphql'), 'utf8')
  const checked: Checked[] = []
  for (const field of fields) {
    const sandbox = await createSandbox({ schema: withoutField(schema, field) })
    const bin = join(directory, '..', 'node_modules', 'firstaml-client', 'dist', 'cli', 'bin.js')
    const args = [bin, 'schema', 'check', '--documents', documents]
    // Each sandbox has a key of its own for its tokens.
    const env = { ...process.env, ...sandbox.env, FIRSTAML_TOKEN_STORE: 'none' }
    const child = spawn(process.execPath, args, {
      cwd: directory,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'close')
    const text = (await child.stdout.toArray()).join('').trim()
    const [exitCode] = await ended
    checked.push({ exitCode, text })
    await sandbox.close()
  }
  return checked
}

function withoutField(schema: string, field: string): string {
  const [type, name] = field.split('.')
  const drop = (node: {
    readonly name: NameNode
    readonly fields?: readonly FieldDefinitionNode[]
  }) =>
    node.name.value === type
      ? { ...node, fields: node.fields?.filter((one) => one.name.value !== name) }
      : undefined
  const changed = print(visit(parse(schema), { ObjectTypeDefinition: { leave: drop } }))
  expect(changed.length).toBeLessThan(print(parse(schema)).length)
  return changed
}

/** The first line that a program prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) return ''
  for await (const line of createInterface({ input: child.stdout })) return line
  return ''
}

/** Waits until a program prints what is wanted; rejects when it ends without. */
export function waitForText(child: ChildProcess, wanted: RegExp): Promise<void> {
  return new Promise((found, failed) => {
    let text = ''
    const look = (chunk: Buffer) => {
      text += chunk.toString()
      if (wanted.test(text)) found()
    }
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
    child.once('exit', () => failed(new Error(`The program ended without ${wanted}: ${text}`)))
  })
}
