import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Example, expectVerdicts, firstLine, openExample, waitForText } from './example.js'

describe('the example node-service', { timeout: 120_000 }, () => {
  let example: Example

  beforeAll(async () => {
    example = await openExample('node-service')
  }, 300_000)
  afterAll(() => example.close())

  it('generates, generates anew for a new document while watching, and type-checks', async () => {
    const { directory, run, start } = example
    const child = start(
      join(directory, '..', 'node_modules', 'firstaml-client', 'dist', 'cli', 'bin.js'),
      ...['codegen', '--watch'],
    )
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const path = join(directory, 'src', 'new.graphql')
    const scopesPath = join(directory, 'src', 'generated', 'required-scopes.ts')
    let changing: NodeJS.Timeout | undefined
    try {
      await waitForText(child, /Wrote src\/generated\/operations\.ts\.[\s\S]*Watching/)
      expect(await readFile(scopesPath, 'utf8')).not.toContain('Brandnew')
      const wroteAgain = waitForText(child, /Wrote src\/generated\/required-scopes\.ts/)
      // It says that it watches before it does, so the change is made until it is seen.
      let changes = 0
      changing = setInterval(() => {
        void writeFile(path, `# ${changes++}\nquery Brandnew { me { apiClientId } }`)
      }, 500)
      await wroteAgain
    } finally {
      clearInterval(changing)
      child.kill('SIGINT')
      await ended
    }
    expect(await readFile(scopesPath, 'utf8')).toContain("Brandnew: 'read-only'")
    await run('tsc')
  })

  it('finds nothing stale with a configuration in CommonJS', async () => {
    await writeFile(
      join(example.directory, 'codegen.cjs'),
      `const { firstAmlCodegen } = require('firstaml-client/codegen')
module.exports = firstAmlCodegen({
  documents: 'src/**/*.graphql',
  output: 'src/generated/operations.ts',
  requiredScopes: true,
})
`,
    )
    const output = await example.run('graphql-codegen', '--config', 'codegen.cjs', '--check')
    expect(output).toBe('')
    await rm(join(example.directory, 'src', 'new.graphql'))
  })

  it('learns whether a change breaks its documents, and where', async () => {
    expectVerdicts(
      await example.checkWithout('src/**/*.graphql', 'ApiClientMetadata.friendlyApiClientName'),
      /breaks src\/client-status\.graphql:4:5 ClientStatus ApiClientMetadata\.friendlyApiClientName\n/,
    )
  })

  it('answers, and ends when it is told to', async () => {
    const child = example.start('dist/main.js')
    const url = (await firstLine(child)).replace('listening on ', '')
    const health = await fetch(`${url}/health`).then((response) => response.json())
    expect(health).toMatchObject({ scopes: ['read-only', 'case-management', 'api-management'] })
    expect((await fetch(url)).status).toBe(404)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
