// The table in the documentation is what the function decides, row by row.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import {
  type AttemptFailure,
  decideRetry,
  type RequestKind,
} from '../../src/fetch/retry-decision.js'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'requests.md'), 'utf8')

const rows: ReadonlyArray<readonly [string, AttemptFailure]> = [
  ['no connection came about', { type: 'not_connected' }],
  ['the connection broke, or the answer was cut', { type: 'interrupted' }],
  ['`timeoutMs` ended', { type: 'timeout' }],
  ['429', { type: 'status', status: 429 }],
  ['408', { type: 'status', status: 408 }],
  ['500, 502, 504', { type: 'status', status: 502 }],
  ['503', { type: 'status', status: 503 }],
  ['any other status', { type: 'status', status: 404 }],
  ['a result that says throttled and holds no data', { type: 'throttled_result' }],
]

const decide = (kind: RequestKind, failure: AttemptFailure, repeatable = false) => {
  const decision = decideRetry({
    kind,
    repeatable,
    failure,
    attempt: 1,
    remainingMs: 1_000_000,
    random: 0.5,
    rules: { attempts: 4, baseMs: 300, maxMs: 20_000, maxRetryAfterMs: 60_000 },
  })
  if (decision.retry) return 'again'
  return decision.because === 'outcome_unknown' ? 'outcome unknown' : 'no'
}

it.each(rows)('says what happens after: %s', (what, failure) => {
  const cells = [
    what,
    decide('query', failure),
    decide('mutation', failure),
    decide('mutation', failure, true),
  ]
  expect(decide('download', failure)).toBe(decide('query', failure))
  expect(page).toContain(`| ${cells.join(' | ')} |`)
})
