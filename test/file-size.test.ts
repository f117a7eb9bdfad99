// A file that cannot be read in one sitting is two files: nothing of ours is longer than 400 lines.
import { expect, test } from 'bun:test'
import { ourFiles, read } from './tree.ts'

const MOST_LINES = 400

test(`no source file has more than ${MOST_LINES} lines`, async () => {
  const files = [
    ...ourFiles('{core,plugins,web,test,scripts,bench}/**/*.{ts,tsx,mjs,css,html}'),
    ...ourFiles('main.ts'),
  ]
  const long: string[] = []
  for (const path of files) {
    const lines = (await read(path)).split('\n').length - 1
    if (lines > MOST_LINES) long.push(`${path} has ${lines} lines`)
  }
  expect(files.length).toBeGreaterThan(10)
  expect(long).toEqual([])
})
