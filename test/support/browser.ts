import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findProgram } from './programs.js'

/** Where Debian and others have it; undefined when there is none. */
export const chromiumProgram = findProgram('chromium', 'chromium-browser', 'google-chrome')

/** What a page did since it is watched. */
export interface Watched {
  /** Addresses of all requests the page made. */
  readonly asked: readonly string[]
  /** What the browser complained about: errors of scripts, and what a policy forbids. */
  readonly complaints: readonly string[]
}

/** A page that has been watched since it was opened. */
export interface WatchedPage extends Watched {
  readonly page: Page
}

/** Starts the machine's Chromium, without a window. */
export async function launchChromium(): Promise<Browser> {
  if (chromiumProgram === undefined) throw new Error('there is no Chromium')
  // Its own sandbox needs rights that containers do not have; only our pages are opened.
  return chromium.launch({ executablePath: chromiumProgram, args: ['--no-sandbox'] })
}

export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage(options)
  const watched = watchPage(page)
  await page.goto(url)
  return { page, ...watched }
}

export function watchPage(page: Page): Watched {
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { asked, complaints }
}
