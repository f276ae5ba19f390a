// Dependencies under judgement: their licences, and what a registry knows against them. The registry
// here is a server on loopback.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isLicenseAllowed } from '../../scripts/license-policy.js'
import { installProgram, type Program } from '../support/program.js'

const root = join(import.meta.dirname, '..', '..')

describe('the licence policy', () => {
  it('lets nothing be shipped that asks for more than a notice', () => {
    expect(isLicenseAllowed('a', 'MIT', 'shipped')).toBe(true)
    expect(isLicenseAllowed('a', '(GPL-3.0 OR MIT)', 'shipped')).toBe(true)
    for (const license of [
      'MPL-2.0',
      'GPL-3.0',
      'CC-BY-4.0',
      'SEE LICENSE IN LICENSE',
      undefined,
    ]) {
      expect(isLicenseAllowed('a', license, 'shipped')).toBe(false)
    }
  })

  it('lets tools be under weaker copyleft, and not under a stronger one', () => {
    expect(isLicenseAllowed('a', 'MPL-2.0', 'tool')).toBe(true)
    expect(isLicenseAllowed('a', 'AGPL-3.0', 'tool')).toBe(false)
    expect(isLicenseAllowed('a', 'MIT AND GPL-3.0', 'tool')).toBe(false)
  })
})

describe('the audit', { timeout: 60_000 }, () => {
  let program: Program
  /** A project with one dependency: npm takes a while over all of ours. */
  let project: string
  /** A folder with an npm that has nothing to say, as when there is no registry. */
  let silentNpm: string
  let registry: Server | undefined

  beforeAll(async () => {
    program = await installProgram('scripts/check-audit.ts')
    project = await mkdtemp(join(tmpdir(), 'firstaml-audit-'))
    const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
    const manifest = { name: 'audited', version: '1.0.0', dependencies: { wonka: '*' } }
    const lock = {
      name: manifest.name,
      version: manifest.version,
      lockfileVersion: 3,
      packages: { '': manifest, 'node_modules/wonka': packages['node_modules/wonka'] },
    }
    await writeFile(join(project, 'package.json'), JSON.stringify(manifest))
    await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock))
    silentNpm = join(project, 'silent')
    await mkdir(silentNpm)
    await writeFile(join(silentNpm, 'npm'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  }, 60_000)
  afterAll(async () => {
    await program.remove()
    await rm(project, { recursive: true })
  })
  afterEach(() => registry?.close())

  it('fails when the registry knows of a weakness in a dependency', async () => {
    const { code, output } = await audit(200, {
      wonka: [
        {
          id: 1,
          url: 'https://example.test/advisory',
          title: 'An example',
          severity: 'high',
          vulnerable_versions: '*',
        },
      ],
    })
    expect(output).toMatch(/^high: wonka \(An example https:\/\/example\.test\/advisory\)$/m)
    expect(code).toBe(1)
  })

  it('passes when it knows of none', async () => {
    const { code, output } = await audit(200, {})
    expect(output).toContain('0 packages with known weaknesses')
    expect(code).toBe(0)
  })

  it('says that a registry does not answer, and fails only where an audit is required', async () => {
    const tolerant = await audit(405, {})
    expect(tolerant.output).toContain('Not audited')
    expect(tolerant.code).toBe(0)
    const PATH = `${silentNpm}:${process.env.PATH}`
    const strict = await audit(405, {}, { AUDIT_REQUIRED: 'true', PATH })
    expect(strict.output).toContain('Not audited')
    expect(strict.code).toBe(1)
  })

  async function audit(status: number, advisories: object, env: Record<string, string> = {}) {
    registry?.close()
    const server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks)
        // What npm sends is the list of names; anything else is not an audit.
        const asked = body.length > 0 ? gunzipSync(body).toString() : ''
        const known = asked.includes('"wonka"') ? status : 404
        response.writeHead(known, { 'content-type': 'application/json' })
        response.end(JSON.stringify(advisories))
      })
    })
    registry = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const child = spawn(process.execPath, [program.file], {
      cwd: project,
      env: {
        ...process.env,
        ...env,
        npm_config_registry: `http://127.0.0.1:${port}/`,
        npm_config_fetch_retries: '0',
      },
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return { code, output }
  }
})
