// What the guides for people print in italics are words of ours: of the pages, of the log, of what a driver says. Words of others' screens are bold.
import { describe, expect, test } from 'bun:test'
import { PARTS } from '../web/pages/settings/parts.ts'
import { en } from '../web/texts/en/index.ts'
import { ourFiles, read } from './tree.ts'

/** Every guide, and the page of all settings: what is added is held, too. */
const PAGES = ['README.md', 'docs/settings.md', ...ourFiles('docs/guide/*.md')]

/** What stands in italics and is no text of a page, each for its reason. */
const STRESSED: Record<string, readonly string[]> = {
  // How words of the page itself are marked.
  'docs/guide/troubleshooting.md': ['in this script'],
  'docs/settings.md': ['Secret'],
  // A make of camera that the guide invents.
  'docs/guide/plugins.md': ['Lantern'],
  // What release 0.1.0 said; this one says it otherwise.
  'docs/guide/upgrade.md': [
    'The data folder … was written by a newer Porchlight (layout 2). Start that version, or restore a backup.',
  ],
}

/** A word of ours is in italics where it is explained: one of the glossary, or several of that. */
const glossary = new Set(
  [...(await read('docs/glossary.md')).matchAll(/^\| \*\*([^*]+)\*\* \|/gm)].map(([, word]) => word),
)
const isTerm = (words: string) => glossary.has(words.toLowerCase().replace(/s$/, ''))

const texts: string[] = Object.values(en).flatMap((text) => (typeof text === 'string' ? [text] : Object.values(text)))

const LONG = 15

/** A text with parameters, as a guide prints it: something stands in the place of each. Those that are little else would fit anything. */
const filled = texts
  .filter((text) => text.includes('{') && /\p{L}{4}/u.test(text.replace(/\{\w+\}/g, ' ')))
  .map(
    (text) =>
      new RegExp(
        `^${text
          .split(/\{\w+\}/)
          .map(RegExp.escape)
          .join('.+')}$`,
      ),
  )

/** Of a long text a guide may print the beginning alone. */
const isOnPage = (words: string) =>
  texts.some((text) => text === words || (words.length > LONG && text.startsWith(words))) ||
  filled.some((text) => text.test(words))

/** All that is written in our programs, in one: faults are made of words there. */
const sources = (
  await Promise.all(
    ourFiles('{core,plugins}/**/*.ts')
      .filter((path) => !/\.test\.ts$|\/testing\/|\/simulator\//.test(path))
      .map(read),
  )
).join('\n')

async function italics(page: string): Promise<string[]> {
  const text = (await read(page))
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/`[^`\n]*`/g, '')
    // A line ends where it is full, also between two words of ours.
    .replace(/(?<=\S)\n[ \t]*(?=[^\s|#>-])/g, ' ')
  return [...text.matchAll(/(?<![*\w])\*{1,3}([^*\n]+)\*{1,3}(?![*\w])/g)].flatMap(([all, words = '']) =>
    all.startsWith('**') && !all.startsWith('***') ? [] : [words],
  )
}

describe('the guides print words of ours as they are:', () => {
  for (const page of PAGES)
    test(page, async () => {
      const all = (await italics(page)).flatMap((words) => words.split(' → '))
      const known = STRESSED[page] ?? []
      const unknown = all.filter(
        (words) =>
          !known.includes(words) &&
          !isTerm(words) &&
          !isOnPage(words) &&
          !(words.length > LONG && sources.includes(words)),
      )
      expect(unknown).toEqual([])
    })

  test('and nothing is excused that no page prints any more', async () => {
    for (const [page, words] of Object.entries(STRESSED))
      expect(await italics(page)).toEqual(expect.arrayContaining([...words]))
  })
})

/** Home Assistant's, on the way to a camera. */
const OF_OTHERS = ['Devices & services']

test('where a document leads in the settings, there is such a page', async () => {
  const titles: string[] = Object.values(PARTS).map(({ title }) => en[title])
  const pages = ['README.md', ...ourFiles('docs/**/*.md'), ...ourFiles('plugins/*/README.md')]
  const ways = await Promise.all(
    pages.map(async (page) => (await italics(page)).map((words) => ({ page, ways: words.split(' → ') }))),
  )
  const led = ways.flat().filter(({ ways: [first], ways }) => first === 'Settings' && ways.length > 1)
  expect(led.length).toBeGreaterThan(10)
  expect(led.filter(({ ways: [, to = ''] }) => !titles.includes(to) && !OF_OTHERS.includes(to))).toEqual([])
})
