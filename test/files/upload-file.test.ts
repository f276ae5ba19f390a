import { describe, expect, it } from 'vitest'
import { failureOf } from '../fetch/api-rig.js'
import { createVendorRig } from '../support/vendor-rig.js'
import { createFileRigs } from './file-rig.js'

const rig = createFileRigs()

describe('an upload whose server is gone', () => {
  it('lets go of its file, and does not blame it', async () => {
    const gone = await createVendorRig()
    await gone.close()
    let [opened, closed] = [0, 0]
    const slow = () => {
      opened++
      return new ReadableStream<Uint8Array>(
        {
          start: (parts) => parts.enqueue(new TextEncoder().encode('all ')),
          pull: () => new Promise<void>(() => {}),
          cancel: () => {
            closed++
          },
        },
        { highWaterMark: 0 },
      )
    }
    const existing = { documentId: '33', fileId: '44', uploadUrl: `${gone.url}/bytes` }
    const file = { size: 13, stream: slow }
    const error = await failureOf(
      rig().client.upload({ caseId: 1, individualId: 2, existing, file, fileName: 'a.jpg' }),
    )
    expect(error).toMatchObject({ code: 'upload_failed', cause: { code: 'network' } })
    expect([opened, closed]).toEqual([4, 4])
  })
})
