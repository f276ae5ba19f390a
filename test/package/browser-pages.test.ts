// GraphiQL as it is published: from the installed tarball, in a real browser.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumProgram, launchChromium, openPage } from '../support/browser.js'
import { loadSandbox } from './project.js'

describe.skipIf(chromiumProgram === undefined)('GraphiQL', { timeout: 90_000 }, () => {
  let browser: Browser
  let createSandbox: Awaited<ReturnType<typeof loadSandbox>>['createSandbox']

  beforeAll(async () => {
    ;[browser, { createSandbox }] = await Promise.all([launchChromium(), loadSandbox()])
  }, 300_000)
  afterAll(() => browser.close())

  it.each(['light', 'dark'] as const)(
    'runs a query at once on a %s screen, and asks nobody but the sandbox',
    async (colorScheme) => {
      const sandbox = await createSandbox()
      const { graphqlUrl, url } = sandbox
      const { page, asked, complaints } = await openPage(browser, graphqlUrl, { colorScheme })
      const run = page.getByRole('button', { name: /execute query/i })
      await run.click()
      await page.getByText('Harbour Example Law').waitFor()
      // The next query finds its token revoked, and gets another by itself.
      sandbox.revokeTokens()
      await run.click()
      await expect.poll(() => sandbox.requests.map(({ status }) => status)).toContain(401)
      await expect.poll(() => sandbox.requests.at(-1)?.status).toBe(200)
      expect(sandbox.requests.map(({ operationName }) => operationName)).toContain(
        'IntrospectionQuery',
      )

      expect(asked.filter((address) => !address.startsWith(url))).toEqual([])
      // The browser complains about the 401 that was meant, and nothing else.
      expect(complaints.filter((text) => !text.includes('401'))).toEqual([])
      await page.close()
      await sandbox.close()
    },
  )

  it('shows the answer below the question where there is no room beside it', async () => {
    const sandbox = await createSandbox()
    const viewport = { width: 390, height: 844 }
    const { page } = await openPage(browser, sandbox.graphqlUrl, { viewport })
    await page.getByRole('button', { name: /execute query/i }).click()
    await page.getByText('Harbour').waitFor()
    const question = await page.locator('.graphiql-editors').boundingBox()
    const answer = await page.locator('.graphiql-response').boundingBox()
    expect(answer?.width).toBeGreaterThan(250)
    expect(answer?.y).toBeGreaterThan((question?.y ?? 0) + (question?.height ?? 0) - 1)
    await page.close()
    await sandbox.close()
  })

  it('asks with the Authorization of its header editor when there is one', async () => {
    const sandbox = await createSandbox()
    const { page } = await openPage(browser, sandbox.graphqlUrl)
    await page.getByRole('button', { name: 'Headers' }).click()
    await page.locator('.graphiql-editor-tool .CodeMirror:visible').click()
    await page.keyboard.insertText('{"authorization": "Bearer wrong"}')
    await page.getByRole('button', { name: /execute query/i }).click()
    await page.getByText('AUTH_NOT_AUTHENTICATED').first().waitFor()
    await page.close()
    await sandbox.close()
  })
})
