// Shows every part of the web UI in each of its states, with an invented household behind it: bun scripts/parts.ts [scenario]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Scenario, startMock } from '../web/testing/mock-server.ts'
import { buildWeb } from './build-web.ts'

const web = mkdtempSync(join(tmpdir(), 'porchlight-parts-'))
await buildWeb(join(web, 'dist'), true)
const mock = startMock({ scenario: (process.argv[2] ?? 'troubled') as Scenario, web: join(web, 'dist'), still: true })
console.log(`${mock.url}parts (sign in with any name and password; Ctrl-C ends it)`)
process.once('SIGINT', async () => {
  await mock[Symbol.asyncDispose]()
  rmSync(web, { recursive: true, force: true })
  process.exit(0)
})
