// The pictures of README and docs: each one that is shown is there, small, and said in words; none is kept that nobody sees.
import { expect, test } from 'bun:test'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { Glob } from 'bun'

const root = join(import.meta.dir, '..')
const FOLDER = 'docs/images'
const MOST_BYTES = 250_000

interface Shown {
  in: string
  /** From the root of the project. */
  path: string
  words: string
}

/** Both spellings, of Markdown and of HTML; pictures from elsewhere are none of ours. */
function shownIn(page: string, source: string): Shown[] {
  // Code only speaks of pictures.
  const text = source.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const markdown = [...text.matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(([, words = '', path = '']) => ({
    words,
    path,
  }))
  const html = [...text.matchAll(/<img\b[^>]*>/g)].map(([tag]) => ({
    words: /\balt="([^"]*)"/.exec(tag)?.[1] ?? '',
    path: /\bsrc="([^"]*)"/.exec(tag)?.[1] ?? '',
  }))
  return [...markdown, ...html]
    .filter(({ path }) => !/^https?:/.test(path))
    .map(({ words, path }) => ({ in: page, path: normalize(join(dirname(page), path)), words }))
}

async function shown(): Promise<Shown[]> {
  const pages = ['README.md', ...new Glob('{docs,plugins}/**/*.md').scanSync({ cwd: root })]
  const all = await Promise.all(pages.map(async (page) => shownIn(page, await Bun.file(join(root, page)).text())))
  return all.flat()
}

test('every picture that a page shows is there, below 250 kB, and has words for who cannot see it', async () => {
  const all = await shown()
  expect(all.length).toBeGreaterThan(0)
  const flaws = all.flatMap(({ in: page, path, words }) => {
    if (!existsSync(join(root, path))) return [`${page}: ${path} is not there`]
    const { size } = Bun.file(join(root, path))
    return [
      ...(size < MOST_BYTES ? [] : [`${page}: ${path} has ${size} bytes`]),
      ...(words.trim() ? [] : [`${page}: ${path} says nothing`]),
    ]
  })
  expect(flaws).toEqual([])
})

test('every picture that is kept is shown somewhere', async () => {
  const seen = new Set((await shown()).map(({ path }) => path))
  expect(readdirSync(join(root, FOLDER)).filter((file) => !seen.has(`${FOLDER}/${file}`))).toEqual([])
})

test('pictures are found in both spellings', () => {
  const text =
    'a ![one](images/a.png) b <img width="2" src="../b.png" alt=""> ![far](https://example.org/c.png) `<img>`\n```\n<img>\n```\n'
  expect(shownIn('docs/guide.md', text)).toEqual([
    { in: 'docs/guide.md', path: 'docs/images/a.png', words: 'one' },
    { in: 'docs/guide.md', path: 'b.png', words: '' },
  ])
})
