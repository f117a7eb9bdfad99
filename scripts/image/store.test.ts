// The folder of a run that was killed is removed by the next one; that of a run which goes on is not.
import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from './store.ts'

const HOLDS = `
const { openStore } = await import(process.argv[1])
const store = openStore(process.argv[2])
Bun.gc(true)
console.log(store.folder)
// Held for as long as it runs, as a run holds its own: a lock that nobody refers to is let go of.
setInterval(() => store.folder, 1000)
`

test('what a killed run has left goes with the next run, and what another is at work on stays', async () => {
  const within = mkdtempSync(join(tmpdir(), 'porchlight-store-'))
  try {
    using goesOn = openStore(within)
    const command = [process.execPath, '-e', HOLDS, join(import.meta.dir, 'store.ts'), within]
    const other = Bun.spawn(command, { stdout: 'pipe', stderr: 'inherit' })
    const lines = other.stdout.pipeThrough(new TextDecoderStream()).getReader()
    const left = String((await lines.read()).value).trim()
    writeFileSync(join(left, 'built'), 'much')
    {
      using meanwhile = openStore(within)
      expect([existsSync(left), existsSync(meanwhile.folder)]).toEqual([true, true])
    }
    other.kill('SIGKILL')
    await other.exited
    {
      using next = openStore(within)
      expect([existsSync(left), existsSync(goesOn.folder), existsSync(next.folder)]).toEqual([false, true, true])
    }
  } finally {
    rmSync(within, { recursive: true, force: true })
  }
})
