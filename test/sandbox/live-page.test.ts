// The live page in a real browser.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/index.js'
import { chromiumProgram, launchChromium, watchPage } from '../support/browser.js'
import { closeSandboxes, getToken, postGraphql, startSandbox } from './support.js'

describe.skipIf(chromiumProgram === undefined)('the live page', { timeout: 60_000 }, () => {
  let browser: Browser
  /** One for all tests, since a page of its own for each takes most of the time; its clock is ours. */
  let page: Page

  beforeAll(async () => {
    browser = await launchChromium()
    page = await browser.newPage()
    await page.clock.install()
  }, 60_000)
  afterAll(() => browser.close())
  afterEach(async () => {
    // So that it does not miss its sandbox, and complain, in the next test.
    await page.goto('about:blank')
    await closeSandboxes()
  })

  async function visit(
    { url }: Sandbox,
    {
      colorScheme = 'light',
      width = 1280,
    }: { colorScheme?: 'light' | 'dark'; width?: number } = {},
  ) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 844 })
    const watched = watchPage(page)
    await page.goto(`${url}/_sandbox/`)
    return watched
  }

  /** The page asks once a second. */
  const nextLook = () => page.clock.runFor(1_000)

  it('shows requests and tokens as they come, and no token whole', async () => {
    const sandbox = await startSandbox()
    const { asked, complaints } = await visit(sandbox)
    await page.getByText('Nobody has asked anything yet.').waitFor()

    const token = await getToken(sandbox)
    await postGraphql(sandbox, token, { query: 'query Who { me { apiClientId } }' })
    await postGraphql(sandbox, 'wrong', { query: '{ me { apiClientId } }' })
    await nextLook()
    await page.getByRole('cell', { name: 'Who' }).waitFor()
    await page.getByRole('cell', { name: '401' }).waitFor()
    expect(await page.getByRole('cell', { name: `…${token.slice(-4)}` }).count()).toBe(1)
    await page.getByRole('cell', { name: 'valid', exact: true }).waitFor()
    sandbox.revokeTokens()
    await nextLook()
    await page.getByRole('cell', { name: 'revoked', exact: true }).waitFor()

    expect(await page.content()).not.toContain(token)
    expect(asked.filter((url) => !url.startsWith(sandbox.url) && url !== 'data:,')).toEqual([])
    expect(complaints).toEqual([])
  })

  it('shows what a client sends as text, whatever it holds', async () => {
    const sandbox = await startSandbox()
    const { complaints } = await visit(sandbox)
    const userAgent = '<img src=x onerror=alert(1)>'
    await fetch(`${sandbox.url}/x`, { headers: { 'user-agent': userAgent } })
    await nextLook()
    await page.getByRole('cell', { name: userAgent }).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('asks nothing while it is paused, and goes on after', async () => {
    const sandbox = await startSandbox()
    const { asked } = await visit(sandbox)
    await page.getByText('Live.').waitFor()
    const pause = page.getByRole('button', { name: 'Pause' })
    await pause.press('Enter')
    expect(await pause.getAttribute('aria-pressed')).toBe('true')
    const before = asked.length
    await page.clock.runFor(10_000)
    expect(asked).toHaveLength(before)
    await fetch(`${sandbox.url}/x`)
    await pause.press('Enter')
    await nextLook()
    await page.getByRole('cell', { name: '/x' }).waitFor()
  })

  it.each(['light', 'dark'] as const)('is readable on a %s screen', async (colorScheme) => {
    const sandbox = await startSandbox()
    await visit(sandbox, { colorScheme })
    await page.getByRole('heading', { name: 'Requests' }).waitFor()
    const [ground = 0, ink = 0] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body)
      return [backgroundColor, color].map((text) => {
        const parts = (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
        return parts.reduce((sum, part) => sum + part, 0) / parts.length
      })
    })
    expect(colorScheme === 'light' ? ground - ink : ink - ground).toBeGreaterThan(180)
  })

  it.each([390, 1280])('shows all of each row on a screen %i pixels wide', async (width) => {
    const sandbox = await startSandbox()
    const token = await getToken(sandbox)
    await fetch(`${sandbox.url}/${'x'.repeat(200)}`, {
      headers: { 'user-agent': `acme-crm/1.2 ${'y'.repeat(100)}` },
    })
    await postGraphql(sandbox, token, { query: 'query Who { me { apiClientId } }' })
    await visit(sandbox, { width })
    await page.getByRole('cell', { name: 'Who' }).waitFor()
    const cells = await page.getByRole('cell').evaluateAll((elements) =>
      elements.map((element) => {
        const { left, right, width, height } = element.getBoundingClientRect()
        return { left, right, width, height }
      }),
    )
    // Three requests with six, and a token with five.
    expect(cells).toHaveLength(23)
    for (const cell of cells) {
      expect(cell.width).toBeGreaterThan(0)
      expect(cell.left).toBeGreaterThanOrEqual(0)
      expect(cell.right).toBeLessThanOrEqual(width)
      expect(cell.height).toBeLessThan(250)
    }
  })

  it('says so when the sandbox is gone', async () => {
    const sandbox = await startSandbox()
    await visit(sandbox)
    await page.getByText('Live.').waitFor()
    await sandbox.close()
    await nextLook()
    await page.getByText('The sandbox does not answer').waitFor()
  })
})
