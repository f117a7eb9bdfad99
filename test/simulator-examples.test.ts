// What the pages of the simulators print for tests is such a test: put into one, it passes.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blocksOf, runIn } from './examples.ts'
import { read, root } from './tree.ts'

setDefaultTimeout(60_000)

const PAGES = { startSimulator: 'hikvision', startOnvifCamera: 'onvif' }

test('the examples of the simulators run as they are printed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-simulators-'))
  try {
    const tests = Object.entries(PAGES).map(async ([start, plugin]) => {
      const [example = ''] = blocksOf(await read(`plugins/${plugin}/simulator/README.md`), 'ts')
      return [
        `import { ${start} } from '${root}/plugins/${plugin}/simulator/index.ts'`,
        `test('${plugin}', async () => {\n${example}\n}, 50_000)`,
      ]
    })
    const clock = `import { expect, test } from 'bun:test'\nconst clock = { now: () => new Date() }`
    writeFileSync(join(folder, 'printed.test.ts'), [clock, ...(await Promise.all(tests)).flat()].join('\n'))
    const { code, complaint } = await runIn(folder, [process.execPath, 'test', './printed.test.ts'])
    expect([code, complaint]).toEqual([0, expect.stringMatching(/ 2 pass\n 0 fail/)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
