// One consumer for all that is tested on the packed tarball: packing rebuilds dist/, so two test
// files must not do it at the same time.
import { afterAll, beforeAll } from 'vitest'
import { describeBrowserPages } from './browser.js'
import { type Consumer, createConsumer } from './consumer.js'
import { describeEdgeRuntime } from './edge-runtime.js'
import { describeExamples } from './examples.js'
import { describeSamples } from './samples.js'
import { describeTarball } from './tarball.js'
import { describeVitestDoor } from './vitest-door.js'

let consumer: Consumer

beforeAll(async () => {
  consumer = await createConsumer()
}, 300_000)

afterAll(() => consumer.remove())

describeSamples(() => consumer)
describeVitestDoor(() => consumer)
describeBrowserPages(() => consumer)
describeExamples(() => consumer)
describeEdgeRuntime(() => consumer)
describeTarball(() => consumer)
