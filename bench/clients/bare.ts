// The baseline: `Bun.serve` with answers in memory, and nothing else. Takes the folder of the answers, prints its address.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const [folder = ''] = process.argv.slice(2)
const answers = new Map<string, Uint8Array<ArrayBuffer>>()
for (const name of readdirSync(folder)) answers.set(`/${name}`, await Bun.file(join(folder, name)).bytes())
const headers = { 'content-type': 'application/json' }
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  fetch: (request) => new Response(answers.get(new URL(request.url).pathname), { headers }),
})
console.log(server.url.href)
