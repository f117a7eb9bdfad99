// Each example in a document stands in the list of what holds them, and each line of that list holds one.
import { expect, test } from 'bun:test'
import { basename } from 'node:path'
import { type Held, PRINTED } from './printed-examples.ts'
import { ourFiles, read } from './tree.ts'

/** Those of a page: fenced, in a list or not, in whatever language. */
const fencedIn = (text: string) =>
  [...text.matchAll(/^( *)(```+)([^\n`]*)\n([\s\S]*?)^ *\2 *$/gm)].map(([, , , language = '', block = '']) => ({
    language: language.trim(),
    block,
  }))

const pages = ['README.md', ...ourFiles('{docs,plugins,packaging,web,bench,test,core}/**/*.md')]
const printed = (
  await Promise.all(pages.map(async (page) => fencedIn(await read(page)).map((one) => ({ page, ...one }))))
).flat()
const heldOn = (page: string): Held[] => {
  const held = PRINTED[page]
  return typeof held === 'string' ? [] : [...(held ?? [])]
}
const piecesOn = (page: string) => heldOn(page).flatMap((held) => held.pieces.map((piece) => ({ piece, held })))
const whole = Object.entries(PRINTED).flatMap(([page, held]) =>
  typeof held === 'string' ? [{ page, test: held }] : [],
)

test('every example is in the list, once', () => {
  expect(printed.length).toBeGreaterThan(120)
  const wrong = printed.flatMap(({ page, block }) => {
    if (typeof PRINTED[page] === 'string') return []
    const pieces = piecesOn(page).filter(({ piece }) => block.includes(piece))
    return pieces.length === 1 ? [] : [`${page}: ${pieces.length} lines of the list are for\n${block}`]
  })
  expect(wrong).toEqual([])
})

test('the list names nothing that is not printed', () => {
  const wrong = Object.keys(PRINTED).flatMap((page) => {
    const blocks = printed.filter((one) => one.page === page)
    if (blocks.length === 0) return [page]
    return piecesOn(page).flatMap(({ piece }) =>
      blocks.some(({ block }) => block.includes(piece)) ? [] : [`${page}: ${piece}`],
    )
  })
  expect(wrong).toEqual([])
})

/** As it may be written within quotes of either kind. */
const writtenIn = (source: string, words: string) =>
  [words, words.trim(), words.replaceAll('"', '\\"')].some((one) => source.includes(one))

test('a test that is named takes the example from its page', async () => {
  const sources = new Map<string, string>()
  for (const { page, language, block } of printed)
    for (const { piece, held } of piecesOn(page)) {
      if ('not' in held || !block.includes(piece)) continue
      const file = 'read' in held ? held.read : held.done
      const source = sources.get(file) ?? (await read(file))
      sources.set(file, source)
      if ('done' in held) continue
      const isNamed = source.includes(page) || source.includes(basename(page, '.md'))
      // By the piece itself, or with all that is printed in its language.
      const isTaken = writtenIn(source, piece) || (language !== '' && source.includes(`'${language}'`))
      expect({ page, piece, isNamed, isTaken }).toEqual({ page, piece, isNamed: true, isTaken: true })
    }
})

test('a test that holds a whole page says that it leaves nothing out', async () => {
  for (const { page, test: file } of whole) {
    const source = await read(file)
    expect([page, source]).toEqual([page, expect.stringContaining(page)])
    expect([page, source]).toEqual([page, expect.stringMatching(/^test\('every (example|piece of code) /m)])
  }
})

test('every command of npm’s that a document names is one of ours', async () => {
  const { scripts } = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }
  const named = async (page: string) =>
    [...(await read(page)).matchAll(/\bnpm (?:run ([a-z][\w:]*)|(test|start))\b/g)].map(([, one, other]) => [
      page,
      one ?? other ?? '',
    ])
  const commands = (await Promise.all(pages.map(named))).flat()
  expect(commands.length).toBeGreaterThan(20)
  expect(commands.filter(([, name = '']) => !(name in scripts))).toEqual([])
})
