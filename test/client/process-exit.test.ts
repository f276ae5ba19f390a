// E4 in real processes: nothing of a client keeps Node running. Each child gets into a state that
// would hold it for many seconds (an open connection, a time limit), and has to end by itself.
import { spawn } from 'node:child_process'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createVendorRig,
  fakeCredentials,
  sendJson,
  type VendorRig,
} from '../support/vendor-rig.js'
import { type Bundle, bundleMainEntry } from './bundle.js'

let bundle: Bundle
let rig: VendorRig
beforeAll(async () => {
  bundle = await bundleMainEntry('esm')
})
afterAll(() => bundle.remove())
beforeEach(async () => {
  rig = await createVendorRig()
})
afterEach(() => rig.close())

/** Longest that a child may go on after its last line; the scenario asks for 100 ms. */
const patienceMs = process.env.CI ? 1_000 : 500

/** Runs a script with a client, and gives what it printed and how it ended. */
function run(script: string): Promise<{ code: number | null; output: string }> {
  const source = `
    import { createClient } from ${JSON.stringify(`file://${bundle.file}`)}
    const url = ${JSON.stringify(rig.url)}
    const query = '{ me { apiClientId } }'
    const client = createClient({ ...${JSON.stringify(fakeCredentials)}, baseUrl: url })
    // Not a handle: it goes off only if something else still keeps the process.
    const last = () => setTimeout(() => { console.log('kept alive'); process.exit(7) }, ${patienceMs}).unref()
    const until = async (count) => {
      while (Number(await (await fetch(url + '/count')).text()) < count) await new Promise(setImmediate)
    }
    const work = []
    ${script}
    last()
    for (const { status, reason } of await Promise.allSettled(work)) console.log(reason?.code ?? status)
  `
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}

/** Tells a child how many requests of any kind have arrived. */
function countFor(rig: VendorRig): void {
  rig.onOther = ({ path }, response) => {
    if (path === '/count') {
      const others = rig.otherRequests.filter(({ path }) => path !== '/count').length
      response.end(String(rig.tokenRequests.length + rig.graphqlRequests.length + others))
    } else response.writeHead(200).write('the first part of a file')
  }
}

const never = () => {}

describe('a process with a client', { timeout: 30_000 }, () => {
  it('E4: ends by itself when nothing was ever sent', async () => {
    expect(await run('')).toEqual({ code: 0, output: '' })
  })

  it('E4: ends by itself after an operation, without dispose', async () => {
    expect(await run('work.push(client.request(query)); await work[0]')).toEqual({
      code: 0,
      output: 'fulfilled\n',
    })
  })

  it('stays while an operation waits to be made again', async () => {
    rig.onGraphql = (_request, response, index) => {
      if (index === 0) response.writeHead(503, { 'retry-after': '0.3' }).end()
      else sendJson(response, 200, { data: { me: { apiClientId: 'x@clients' } } })
    }
    expect(await run('work.push(client.request(query)); await work[0]')).toEqual({
      code: 0,
      output: 'fulfilled\n',
    })
    expect(rig.graphqlRequests).toHaveLength(2)
  })

  it('E4: ends at once after dispose while it waits for a token', async () => {
    countFor(rig)
    rig.onToken = never
    expect(await run('work.push(client.request(query)); await until(1); client.dispose()')).toEqual(
      { code: 0, output: 'aborted\n' },
    )
  })

  it('E4: ends at once after dispose while a request is out', async () => {
    countFor(rig)
    rig.onGraphql = never
    expect(await run('work.push(client.request(query)); await until(2); client.dispose()')).toEqual(
      { code: 0, output: 'aborted\n' },
    )
  })

  it('E4: ends at once after dispose while bodies stall', async () => {
    countFor(rig)
    rig.onGraphql = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":')
    }
    expect(
      await run(`
        work.push(client.request(query), client.fetch(url + '/file').then((file) => file.text()))
        await until(3)
        client.dispose()`),
    ).toEqual({ code: 0, output: 'aborted\naborted\n' })
  })

  it('E4: ends at once after dispose while a retry is waited for', async () => {
    countFor(rig)
    rig.onGraphql = (_request, response) => {
      response.writeHead(503, { 'retry-after': '30' }).end()
    }
    expect(await run('work.push(client.request(query)); await until(2); client.dispose()')).toEqual(
      { code: 0, output: 'aborted\n' },
    )
  })
})
