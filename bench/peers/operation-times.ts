/** Time and CPU time per operation, every contender in a process of its own, the vendor in another. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { bundlePrograms } from '../cpu/program-bundle.js'
import { measureRounds, type RoundSettings } from '../cpu/rounds.js'
import type { SliceReport } from '../cpu/slice-server.js'
import { startWorker } from '../cpu/worker-process.js'
import type { Peer } from './peers.js'
import type { VendorReady } from './vendor-server.js'

/** @returns what one operation took in each round, by contender. */
export async function measureOperations(
  peers: readonly Peer[],
  settings: RoundSettings,
): Promise<ReadonlyMap<string, readonly SliceReport[]>> {
  const files = new Map(peers.map(({ contender, file }) => [contender.name, file]))
  const bundle = await bundlePrograms({
    vendor: `import { serveVendor } from ${source('vendor-server')}; serveVendor()`,
    ...Object.fromEntries(peers.map(({ file }) => [file, workerText(file)])),
  })
  const vendor = fork(bundle.pathOf('vendor'), { execArgv: [] })
  try {
    const [ready]: VendorReady[] = await once(vendor, 'message')
    const start = (name: string) =>
      startWorker(bundle.pathOf(files.get(name) ?? ''), name, [String(ready?.port)], 'production')
    return await measureRounds([...files.keys()], start, settings)
  } finally {
    vendor.kill()
    await bundle.remove()
  }
}

/** A worker that loads one contender and nothing of the others. */
function workerText(file: string): string {
  return `
    import * as exported from ${source(`../contenders/${file}`)}
    import { serveSlices } from ${source('../cpu/slice-server')}
    import { loopbackWiring } from ${source('loopback-wiring')}
    const [contender] = Object.values(exported)
    serveSlices(contender.create(loopbackWiring(process.argv[2])))
  `
}

function source(file: string): string {
  return JSON.stringify(join(import.meta.dirname, `${file}.ts`))
}
