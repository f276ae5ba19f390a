// `npm run codegen`. All it does is in src/codegen/run-codegen.ts; this file knows the process.
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import config from '../codegen.js'
import { runCodegen } from '../src/codegen/run-codegen.js'
import { createSandbox } from '../src/sandbox/index.js'

process.exitCode = await runCodegen({
  argv: process.argv.slice(2),
  env: process.env,
  io: process,
  cwd: dirname(dirname(fileURLToPath(import.meta.url))),
  snapshot: 'graphql/schema.graphql',
  config,
  author: "written from First AML's public documentation, docs.firstaml.com",
  startSandbox: (schema) => createSandbox({ schema }),
})
