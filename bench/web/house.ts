// The appliance in a process of its own, with pages that were just built, and cameras that have a second, smaller picture.
import { createTestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { rtsp } from '../../plugins/rtsp/index.ts'

const [bundle = '', port = '', count = ''] = process.argv.slice(2)
const app = await createTestApp([rtsp], {}, { bundle, limited: true })
process.once('SIGTERM', async () => {
  await app[Symbol.asyncDispose]()
  process.exit(0)
})
for (let camera = 1; camera <= Number(count); camera++) {
  const address = `rtsp://127.0.0.1:${port}/${camera}`
  const body = { name: `Camera ${camera}`, rtsp_url: `${address}/main`, sub_rtsp_url: `${address}/sub` }
  const { status, text } = await app.ask('POST', '/api/cameras', body)
  if (status >= 300) throw new Error(`A camera could not be added: ${status} ${text}`)
}
await until(
  'all of them are there',
  async () => {
    const { body } = await app.ask('GET', '/api/cameras?status=online')
    return body.data.length === Number(count)
  },
  60_000,
)
process.stdout.write(`${JSON.stringify({ port: Number(new URL(app.url).port) })}\n`)
