import type { DefineCommand } from './cli.js'

/** A command as the overview shows it. What it does is loaded when it is chosen. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
  /** Whether the overview leaves it out, as it does what only programs call. Default false. */
  readonly hidden?: boolean
  readonly load: () => Promise<{ readonly define: DefineCommand }>
}

/** Every command, in the order in which the overview shows them. */
export const commandList: readonly CommandEntry[] = [
  {
    name: 'whoami',
    summary: 'show who these credentials are: scopes, organizations, offices',
    load: () => import('./commands/whoami.js'),
  },
  {
    name: 'cases',
    summary: 'list cases, show one, or export them all to a file',
    load: () => import('./commands/cases.js'),
  },
  {
    name: 'files',
    summary: 'download the files of a case',
    load: () => import('./commands/files.js'),
  },
  {
    name: 'webhooks',
    summary: 'receive, verify and sign webhooks on this machine',
    load: () => import('./commands/webhooks.js'),
  },
  {
    name: 'token',
    summary: 'print an access token, for curl; never onto a terminal by accident',
    load: () => import('./commands/token.js'),
  },
  {
    name: 'doctor',
    summary: 'look for what is wrong with this set-up, and say what to do',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'init',
    summary: 'set an application up: configuration, a first query, scripts',
    load: () => import('./commands/init.js'),
  },
  {
    name: 'codegen',
    summary: 'write the types of your documents',
    load: () => import('./commands/codegen.js'),
  },
  {
    name: 'schema',
    summary: 'pull the schema, or check what its changes do to your documents',
    load: () => import('./commands/schema.js'),
  },
  {
    name: 'sandbox',
    summary: 'play First AML on this machine; with --review judge an integration',
    load: () => import('./commands/sandbox.js'),
  },
  {
    name: 'completion',
    summary: 'print a script for your shell that completes commands and options',
    load: () => import('./commands/completion.js'),
  },
  {
    name: 'complete',
    summary: 'what the scripts of completion ask',
    hidden: true,
    load: () => import('./commands/complete.js'),
  },
]
