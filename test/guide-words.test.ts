// What the guides for people print in italics are words of ours: of the pages, of the log, of what a driver says. Words of others' screens are bold.
import { describe, expect, test } from 'bun:test'
import { PARTS } from '../web/pages/settings/parts.ts'
import { en } from '../web/texts/en/index.ts'
import { ourFiles, read } from './tree.ts'

const GUIDES = [
  'backup',
  'big-picture',
  'capture',
  'devices',
  'events',
  'first-steps',
  'footage-from-elsewhere',
  'front-ends',
  'https',
  'install',
  'install-qnap',
  'install-raspberry-pi',
  'install-synology',
  'live-in-home-assistant',
  'moving',
  'recordings',
  'remote-access',
  'scripts',
  'security',
  'troubleshooting',
]

/** What is stressed and is no text of a page. */
const STRESSED = ['in this script']

const texts: string[] = Object.values(en).flatMap((text) => (typeof text === 'string' ? [text] : Object.values(text)))

const LONG = 15

/** Of a long text a guide may print the beginning alone. */
const isOnPage = (words: string) =>
  texts.some((text) => text === words || (words.length > LONG && text.startsWith(words)))

/** All that is written in our programs, in one: faults are made of words there. */
const sources = (
  await Promise.all(
    ourFiles('{core,plugins}/**/*.ts')
      .filter((path) => !/\.test\.ts$|\/testing\/|\/simulator\//.test(path))
      .map(read),
  )
).join('\n')

async function italics(page: string): Promise<string[]> {
  const text = (await read(page)).replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/(?<![*\w])\*{1,3}([^*\n]+)\*{1,3}(?![*\w])/g)].flatMap(([all, words = '']) =>
    all.startsWith('**') && !all.startsWith('***') ? [] : [words],
  )
}

describe('the guides print words of ours as they are:', () => {
  for (const page of ['README.md', ...GUIDES.map((guide) => `docs/guide/${guide}.md`)])
    test(page, async () => {
      const all = (await italics(page)).flatMap((words) => words.split(' → '))
      const unknown = all.filter(
        (words) => !STRESSED.includes(words) && !isOnPage(words) && !(words.length > LONG && sources.includes(words)),
      )
      expect(unknown).toEqual([])
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
