// What the guides for people print in italics are words of ours: of the pages, of the log, of what a device's driver says. Words of others' screens are bold.
import { describe, expect, test } from 'bun:test'
import { en } from '../web/texts/en/index.ts'
import { ourFiles, read } from './tree.ts'

const GUIDES = [
  'devices',
  'install',
  'install-qnap',
  'install-raspberry-pi',
  'install-synology',
  'live-in-home-assistant',
  'remote-access',
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

async function italics(guide: string): Promise<string[]> {
  const text = (await read(`docs/guide/${guide}.md`)).replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  return [...text.matchAll(/(?<![*\w])\*{1,3}([^*\n]+)\*{1,3}(?![*\w])/g)].flatMap(([all, words = '']) =>
    all.startsWith('**') && !all.startsWith('***') ? [] : words.split(' → '),
  )
}

describe('the guides print words of ours as they are:', () => {
  for (const guide of GUIDES)
    test(guide, async () => {
      const unknown = (await italics(guide)).filter(
        (words) => !STRESSED.includes(words) && !isOnPage(words) && !(words.length > LONG && sources.includes(words)),
      )
      expect(unknown).toEqual([])
    })
})
