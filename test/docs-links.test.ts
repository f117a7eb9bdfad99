// Links of our documents: what lies in this repository is there, down to the heading; what lies outside has the form of an address that opens.
import { describe, expect, test } from 'bun:test'
import { existsSync, statSync } from 'node:fs'
import { posix } from 'node:path'
import { ourFiles, read, root } from './tree.ts'

const documents = ourFiles('**/*.md')

/** What is shown as it is typed holds no links and no headings. */
const prose = (markdown: string) =>
  markdown.replace(/^ *(```|~~~)[\s\S]*?^ *\1 *$/gm, '').replace(/<!--[\s\S]*?-->/g, '')

/** Whereto a document leads: links, pictures, and both as HTML. */
function linksOf(markdown: string): string[] {
  const text = prose(markdown).replace(/`[^`\n]*`/g, '')
  const links = text.matchAll(
    /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|\b(?:src|href)="([^"]*)"|^\[[^\]]+\]: *<?([^\s>]+)/gm,
  )
  return [...links].map(([, link, inHtml, below]) => link ?? inHtml ?? below ?? '')
}

/** The anchors that a reader can jump to, as GitHub makes them: of two headings alike the second has `-1` behind it. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>()
  const times = new Map<string, number>()
  for (const [, title = ''] of prose(markdown).matchAll(/^#{1,6} +(.*?)(?: +#+)?$/gm)) {
    const words = title.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const anchor = words.replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, '').replaceAll(' ', '-')
    const before = times.get(anchor) ?? 0
    times.set(anchor, before + 1)
    anchors.add(before ? `${anchor}-${before}` : anchor)
  }
  for (const [, id = ''] of prose(markdown).matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id)
  return anchors
}

const isElsewhere = (link: string) => /^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)

async function wrongIn(path: string): Promise<string[]> {
  const wrong: string[] = []
  for (const link of linksOf(await read(path))) {
    if (isElsewhere(link)) continue
    const [file = '', anchor] = link.split('#')
    const full = file ? posix.join(posix.dirname(path), decodeURIComponent(file)) : path
    const isOurs = !file.startsWith('/') && !full.startsWith('..') && existsSync(posix.join(root, full))
    const isFolder = isOurs && statSync(posix.join(root, full)).isDirectory()
    if (!isOurs || anchor === '' || (anchor && (isFolder || !full.endsWith('.md')))) wrong.push(`${path}: ${link}`)
    else if (anchor && !anchorsOf(await read(full)).has(anchor)) wrong.push(`${path}: ${link}`)
  }
  return wrong
}

/** Why an address outside cannot be meant so; null where nothing speaks against it. */
function flawOf(link: string): string | null {
  if (!URL.canParse(link)) return 'is no address'
  const { protocol, hostname, username, href } = new URL(link)
  if (protocol === 'mailto:') return null
  if (protocol !== 'https:') return 'does not begin with https://'
  if (username) return 'holds a login'
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname)) return 'names no host that everybody reaches'
  if (/(^|\.)(example|invalid|localhost|local|lan|home)$|(^|\.)example\.(com|net|org)$/.test(hostname))
    return 'names a host that is an example'
  return /[.,;…]$/.test(href) ? 'ends with a mark of the sentence' : null
}

describe('the links of our documents', () => {
  test('lead somewhere inside the repository, down to the heading', async () => {
    expect(documents).toEqual(expect.arrayContaining(['README.md', 'docs/guide/api.md', 'plugins/rtsp/README.md']))
    expect((await Promise.all(documents.map(wrongIn))).flat()).toEqual([])
  })

  test('name addresses outside that can be opened', async () => {
    const all = documents.map(async (path) =>
      linksOf(await read(path))
        .filter(isElsewhere)
        .flatMap((link) => (flawOf(link) ? [`${path}: ${link} ${flawOf(link)}`] : [])),
    )
    expect((await Promise.all(all)).flat()).toEqual([])
  })

  test('are found however they are written, and what is only shown is none', () => {
    const page = '[a](b.md) ![c](<d.png> "e") <img src="f.png"> `[no](x)`\n[g]: h.md\n```md\n[no](y)\n```\n'
    expect(linksOf(page)).toEqual(['b.md', 'd.png', 'f.png', 'h.md'])
  })

  test('jump to headings as GitHub names them', () => {
    const page =
      '# Is it *really* so?\n## `code` & [a link](x.md)\n### Twice\n```sh\n# none\n```\n### Twice\n#### Über_uns\n'
    expect([...anchorsOf(page)]).toEqual(['is-it-really-so', 'code--a-link', 'twice', 'twice-1', 'über_uns'])
  })
})
