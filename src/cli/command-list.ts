import type { DefineCommand } from './cli.js'

/** A command as the overview shows it. What it does is loaded when it is chosen. */
export interface CommandEntry {
  readonly name: string
  readonly summary: string
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
]
