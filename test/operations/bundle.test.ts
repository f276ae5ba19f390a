// Importing one document brings no other along, and no table.
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { describe, expect, it } from 'vitest'
import { documents, repository } from './support.js'

async function bundle(code: string): Promise<string> {
  const build = await rolldown({
    input: 'app',
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' ? id : undefined),
        load: (id) => (id === 'app' ? code : undefined),
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  return output[0].code
}

const door = JSON.stringify(join(repository, 'src/operations.ts'))
const main = JSON.stringify(join(repository, 'src/index.ts'))

describe('a bundle', () => {
  it.each([...documents.keys()])(
    'with %sDocument holds no other and no map',
    async (name) => {
      const code = await bundle(`export { ${name}Document } from ${door}`)
      expect(code.match(/OperationDefinition/g)).toHaveLength(1)
      expect(code).toMatch(new RegExp(`operation:.{5,10},name:.{11,20}\`${name}\``))
      expect(code).not.toMatch(/read-only|case-management|api-management/)
      expect(code).not.toContain('import')
    },
    20_000,
  )

  it('with the map of scopes holds no document', async () => {
    const code = await bundle(`export { requiredScopes } from ${door}`)
    expect(code).not.toContain('OperationDefinition')
    expect(code.length).toBeLessThan(2_500)
  }, 20_000)

  it('with unwrap holds no table of types, no client and no document', async () => {
    const code = await bundle(`export { unwrap, isValidationErrors } from ${main}`)
    expect(code).not.toMatch(/CaseInformation|WebhookSubscription|fetchExchange/)
    // Most of it is what keeps secrets out of messages.
    expect(code.length).toBeLessThan(16_000)
  }, 20_000)
})
