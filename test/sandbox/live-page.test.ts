// The live page in a real browser.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumProgram, launchChromium, openPage } from '../support/browser.js'
import { closeSandboxes, getToken, postGraphql, startSandbox } from './support.js'

describe.skipIf(chromiumProgram === undefined)('the live page', { timeout: 60_000 }, () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
  }, 60_000)
  afterAll(() => browser.close())
  afterEach(closeSandboxes)

  it('shows requests and tokens as they come, and no token whole', async () => {
    const sandbox = await startSandbox()
    const { page, asked, complaints } = await openPage(browser, `${sandbox.url}/_sandbox/`)
    await page.getByText('Nobody has asked anything yet.').waitFor()

    const token = await getToken(sandbox)
    await postGraphql(sandbox, token, { query: 'query Who { me { apiClientId } }' })
    await postGraphql(sandbox, 'wrong', { query: '{ me { apiClientId } }' })
    await page.getByRole('cell', { name: 'Who' }).waitFor()
    await page.getByRole('cell', { name: '401' }).waitFor()
    expect(await page.getByRole('cell', { name: `…${token.slice(-4)}` }).count()).toBe(1)
    await page.getByRole('cell', { name: 'valid', exact: true }).waitFor()
    sandbox.revokeTokens()
    await page.getByRole('cell', { name: 'revoked', exact: true }).waitFor()

    expect(await page.content()).not.toContain(token)
    expect(asked.filter((url) => !url.startsWith(sandbox.url) && url !== 'data:,')).toEqual([])
    expect(complaints).toEqual([])
  })

  it('shows what a client sends as text, whatever it holds', async () => {
    const sandbox = await startSandbox()
    const { page, complaints } = await openPage(browser, `${sandbox.url}/_sandbox/`)
    const userAgent = '<img src=x onerror=alert(1)>'
    await fetch(`${sandbox.url}/x`, { headers: { 'user-agent': userAgent } })
    await page.getByRole('cell', { name: userAgent }).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  it('asks nothing while it is paused, and goes on after', async () => {
    const sandbox = await startSandbox()
    const { page, asked } = await openPage(browser, `${sandbox.url}/_sandbox/`)
    await page.clock.install()
    await page.reload()
    await page.getByText('Live.').waitFor()
    const pause = page.getByRole('button', { name: 'Pause' })
    await pause.press('Enter')
    expect(await pause.getAttribute('aria-pressed')).toBe('true')
    const before = asked.length
    await page.clock.runFor(10_000)
    expect(asked).toHaveLength(before)
    await fetch(`${sandbox.url}/x`)
    await pause.press('Enter')
    await page.clock.runFor(1_000)
    await page.getByRole('cell', { name: '/x' }).waitFor()
  })

  it.each(['light', 'dark'] as const)('is readable on a %s screen', async (colorScheme) => {
    const sandbox = await startSandbox()
    const { page } = await openPage(browser, `${sandbox.url}/_sandbox/`, { colorScheme })
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
    const viewport = { width, height: 844 }
    const { page } = await openPage(browser, `${sandbox.url}/_sandbox/`, { viewport })
    await page.getByRole('cell', { name: 'Who' }).waitFor()
    const cells = await page.getByRole('cell').all()
    // Three requests with six, and a token with five.
    expect(cells).toHaveLength(23)
    for (const cell of cells) {
      const {
        x,
        width: taken,
        height,
      } = (await cell.boundingBox()) ?? { x: -1, width: 0, height: 0 }
      expect(x).toBeGreaterThanOrEqual(0)
      expect(x + taken).toBeLessThanOrEqual(width)
      expect(height).toBeLessThan(250)
    }
  })

  it('says so when the sandbox is gone', async () => {
    const sandbox = await startSandbox()
    const { page } = await openPage(browser, `${sandbox.url}/_sandbox/`)
    await page.getByText('Live.').waitFor()
    await sandbox.close()
    await page.getByText('The sandbox does not answer').waitFor()
  })
})
