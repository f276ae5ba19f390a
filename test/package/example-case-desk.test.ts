import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumProgram, launchChromium, openPage } from '../support/browser.js'
import { type Example, openExample } from './example.js'
import { type Program, startProgram } from './program.js'

describe('the example case-desk', { timeout: 180_000 }, () => {
  let example: Example
  let browser: Browser | undefined
  let server: Program
  let url = ''

  beforeAll(async () => {
    example = await openExample('case-desk', { cases: 24 })
    await example.run('react-router', 'build')
    server = startProgram(example, ['server.js'])
    url = (await server.waitFor(/http:\S+/)).trim()
    if (chromiumProgram !== undefined) browser = await launchChromium()
  }, 300_000)
  beforeEach(() => example.sandbox.reset())
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGKILL')
    await example.close()
  })

  const operations = () =>
    example.sandbox.requests.flatMap(({ operationName }) => operationName ?? [])
  const ask = async (body: unknown, site = 'same-origin') => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': site },
      body: JSON.stringify(body),
    })
    return { status: response.status, text: await response.text() }
  }

  it('type-checks', async () => {
    await example.run('react-router', 'typegen')
    await example.run('tsc')
  })

  it('gives a browser nothing that asks for a token', async () => {
    const assets = join(example.directory, 'build', 'client', 'assets')
    for (const name of await readdir(assets)) {
      const text = await readFile(join(assets, name), 'utf8')
      expect(text, name).not.toMatch(/client_credentials|client_secret|FIRSTAML_/)
    }
  })

  it('renders a case on the server, for nobody to keep', async () => {
    const response = await fetch(`${url}/cases/1006`)
    expect(await response.text()).toMatch(/<span class="status good">Completed<\/span>/)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  })

  it('sends the operations it knows, and no text from outside', async () => {
    const known = await ask({
      operationName: 'Me',
      query: 'query Me { me { scopes apiClientId } }',
    })
    expect(JSON.parse(known.text)).toHaveProperty('data.me.accessibleOrganizations')
    for (const operationName of ['WebhookSubscriptions', 'toString', undefined]) {
      expect((await ask({ operationName, query: '{ me { scopes } }' })).status).toBe(400)
    }
    expect((await ask({ operationName: 'Me' }, 'cross-site')).status).toBe(403)
    const long = { operationName: 'Me', variables: { text: 'x'.repeat(20_000) } }
    expect((await ask(long)).status).toBe(413)
    expect((await fetch(`${url}/graphql`)).status).toBe(405)
    expect(operations()).toEqual(['Me'])
  })

  it('tells a browser the kind of a failure, and its own log the rest', async () => {
    const { faults } = example.sandbox
    faults.next({
      kind: 'graphql',
      fault: { type: 'graphql_error', code: 'ODD', message: 'inner' },
    })
    expect((await ask({ operationName: 'Me' })).text).toBe(
      '{"errors":[{"message":"graphql_errors","extensions":{"code":"graphql_errors"}}]}',
    )
    await server.waitFor(/Me: .*inner/)
  })

  describe.skipIf(chromiumProgram === undefined)('in a browser', () => {
    const open = (path: string, options?: BrowserContextOptions) => {
      if (!browser) throw new Error('no browser')
      return openPage(browser, `${url}${path}`, options)
    }

    it.each(['light', 'dark'] as const)(
      'lists cases, goes on to more, searches and shows one on a %s screen',
      async (colorScheme) => {
        const { page, asked, complaints } = await open('/', { colorScheme })
        const rows = page.getByRole('row')
        const more = page.getByRole('button', { name: 'More cases' })
        await more.waitFor()
        expect(await rows.count()).toBe(12)
        // What the server asked is not asked again by the page.
        expect(operations()).toEqual(['SearchCases'])
        await more.click()
        await expect.poll(() => rows.count()).toBe(22)
        await more.click()
        await expect.poll(() => rows.count()).toBe(25)

        await page.getByRole('searchbox').fill('CRM-1001')
        await page.getByRole('button', { name: 'Search' }).click()
        await expect.poll(() => rows.count()).toBe(2)
        await page.getByRole('link', { name: /Aroha/ }).click()
        await page.getByRole('heading', { level: 1, name: /Aroha/ }).waitFor()
        expect(await page.title()).toMatch(/Aroha/)
        await page.locator('dd .status', { hasText: 'Ready for review' }).waitFor()

        example.sandbox.world.setCaseStatus('1001', 'ON_HOLD')
        await page.getByRole('button', { name: 'Look again' }).click()
        await page.locator('dd .status', { hasText: 'On hold' }).waitFor()
        expect(asked.filter((address) => !address.startsWith(url))).toEqual([])
        expect(complaints).toEqual([])
        await page.close()
      },
    )

    it('says at its field what is not accepted, then creates one case', async () => {
      const { page, complaints } = await open('/cases/new')
      const create = page.getByRole('button', { name: 'Create case' })
      const mail = page.getByLabel('E-mail address')
      await mail.fill('nobody')
      await page.getByLabel('Phone number').fill('+64211234567')
      await create.click()
      const summary = page.getByRole('alert', { name: 'The case was not created' })
      await summary.waitFor()
      await expect.poll(() => focusOf(page)).toContain('The case was not created')
      expect(await mail.getAttribute('aria-invalid')).toBe('true')
      expect(await describedBy(page, 'individual.emailAddress')).toContain('is not accepted')
      expect(await describedBy(page, 'individual.preferredName.firstName')).toBe(
        'First name is missing.',
      )
      expect(await page.getByLabel('Phone number').getAttribute('aria-invalid')).toBe('false')
      await summary.getByRole('link', { name: /E-mail/ }).click()
      await expect
        .poll(() => page.evaluate('document.activeElement.id'))
        .toBe('individual.emailAddress')

      await mail.fill('aroha@example.test')
      await page.getByLabel('First name').fill('Aroha')
      await page.getByLabel('Last name').fill('Newcomer')
      await page.getByLabel('Keep it as a draft').check()
      const sent = operations().filter((name) => name === 'CreateLiteCase').length
      await create.dblclick()
      await page.getByRole('heading', { name: 'Aroha Newcomer' }).waitFor()
      expect(operations().filter((name) => name === 'CreateLiteCase').length).toBe(sent + 1)
      await page.getByRole('link', { name: 'Cases', exact: true }).click()
      await page.getByRole('link', { name: 'Aroha Newcomer' }).waitFor()
      expect(complaints).toEqual([])
      await page.close()
    })

    it('says to look first when an answer was lost', async () => {
      const { page } = await open('/cases/new')
      example.sandbox.faults.next({
        kind: 'graphql',
        operation: 'CreateLiteCase',
        fault: { type: 'reset', when: 'after' },
      })
      await page.getByLabel('First name').fill('Aroha')
      await page.getByLabel('Last name').fill('Newcomer')
      await page.getByLabel('E-mail address').fill('aroha@example.test')
      await page.getByLabel('Phone number').fill('+64211234567')
      await page.getByRole('button', { name: 'Create case' }).click()
      await page.getByRole('alert').getByText('may exist already').waitFor()
      await page.close()
    })
  })

  it('ends when it is told to', async () => {
    expect(await server.kill('SIGTERM')).toBe(0)
  })
})

const focusOf = (page: Page) => page.evaluate('document.activeElement.textContent')

/** What describes a field to a person who does not see it. */
async function describedBy(page: Page, id: string): Promise<string> {
  const field = page.locator(`[id="${id}"]`)
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ')
  const texts = ids.map((one) => page.locator(`[id="${one}"]`).textContent())
  return (await Promise.all(texts)).join(' ')
}
