import { afterEach, expect, it } from 'vitest'
import { caseDetails } from './operations.js'
import { enter } from './outsider.js'
import { closeSandboxes, startSandbox } from './support.js'

afterEach(closeSandboxes)

const browser = { headers: { 'user-agent': 'Mozilla/5.0' } }

it('gives a page without a token at every link, with nothing of the case but its number', async () => {
  const sandbox = await startSandbox()
  const { result } = await enter(sandbox)
  const selection = `... on CaseInformation { urls { view }
    individuals { urls { view verification { ... on ValidUrl { url } } } } entities { urls { view } } }`
  const answer = await result(caseDetails(selection), { caseId: '1004' })
  const links = [...JSON.stringify(answer).matchAll(/"(http:[^"]+)"/g)].map(([, url = '']) => url)
  expect(links).toHaveLength(4)
  for (const link of links) {
    const response = await fetch(link, browser)
    expect([link, response.status]).toEqual([link, 200])
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).not.toContain('Dinesh')
  }
  expect(sandbox.requestCounts.view).toBe(4)
})

it.each([
  ['/app/cases/9', 404],
  ['/app/cases/1001/individuals/200004', 404],
  ['/app/cases/1001/entities/200001', 404],
  ['/app/cases/1001/else/200001', 404],
  ['/app/', 404],
  ['/verification/1001', 403],
  ['/verification/1001/200001', 403],
  ['/verification/1001/200001?signature=made-up', 403],
])('answers %s with %i', async (path, status) => {
  const sandbox = await startSandbox({ listen: false })
  expect((await sandbox.fetch(`${sandbox.url}${path}`, browser)).status).toBe(status)
})

it('is for reading', async () => {
  const sandbox = await startSandbox({ listen: false })
  const url = `${sandbox.url}/app/cases/1001`
  const posted = await sandbox.fetch(url, { ...browser, method: 'POST' })
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})
