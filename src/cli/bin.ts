#!/usr/bin/env node
// The program `firstaml`. What it does is in run.ts; this file alone knows the process.
import { run } from './run.js'

const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (interruption.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143)
    interruption.abort(signal)
  })
}
// Without a listener Node would show a stack. run() hears of it too, and says what there is to say.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await run(process.argv.slice(2), {
  // Opened by who reads it.
  get stdin() {
    return process.stdin
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  execPath: process.execPath,
  nodeVersion: process.versions.node,
  signal: interruption.signal,
})
