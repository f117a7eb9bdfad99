// The index of all documents names each of them: a page that nobody finds is not written.
import { expect, test } from 'bun:test'
import { dirname, join, normalize } from 'node:path'
import { ourFiles, read } from './tree.ts'

/** Pages that a page names, from the root of the project. */
async function namedBy(page: string): Promise<string[]> {
  const links = [...(await read(page)).matchAll(/\]\(([^)\s#]+\.md)(#[^)\s]*)?\)/g)]
  return links.map(([, to = '']) => normalize(join(dirname(page), to)))
}

test('docs/README.md leads to every page there is, by itself or by the index of its folder', async () => {
  const indexes = ['docs/README.md', 'docs/design/README.md', 'docs/adr/README.md']
  const named = new Set((await Promise.all(indexes.map(namedBy))).flat())
  const pages = [...ourFiles('docs/**/*.md'), ...ourFiles('plugins/*/README.md')]
  expect(pages.length).toBeGreaterThan(50)
  expect(pages.filter((page) => page !== 'docs/README.md' && !named.has(page))).toEqual([])
})

test('each guide begins with what it is for, in a sentence', async () => {
  const begins = await Promise.all(
    ourFiles('docs/guide/*.md').map(async (page) => [page, (await read(page)).split('\n')[2]]),
  )
  expect(begins.filter(([, line = '']) => !/^[*[]*[\p{L}*]/u.test(line))).toEqual([])
})
