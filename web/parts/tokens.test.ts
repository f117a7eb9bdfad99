// Colours and sizes have one home: no other style sheet names one, and each token that is used is there.
import { expect, test } from 'bun:test'
import { Glob } from 'bun'

const root = `${import.meta.dir}/..`
const tokens = await Bun.file(`${root}/parts/tokens.css`).text()
const known = new Set([...tokens.matchAll(/(--[\w-]+):/g)].map(([, name]) => name))

test('no style sheet but the tokens names a colour or a size', async () => {
  const found: string[] = []
  for await (const path of new Glob('**/*.css').scan(root)) {
    if (path === 'parts/tokens.css') continue
    for (const line of (await Bun.file(`${root}/${path}`).text()).split('\n')) {
      // Where a layout turns into another one cannot be a variable.
      if (/^\s*@(media|container)/.test(line)) continue
      if (/#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|color)a?\(|\b\d*\.?\d+(px|rem)\b/i.test(line))
        found.push(`${path}: ${line.trim()}`)
    }
  }
  expect(found).toEqual([])
})

test('every token that is used exists, and every token is used', async () => {
  let styles = tokens
  const missing: string[] = []
  for await (const path of new Glob('**/*.css').scan(root)) {
    const text = await Bun.file(`${root}/${path}`).text()
    if (path !== 'parts/tokens.css') styles += text
    const own = new Set([...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name))
    for (const [, name] of text.matchAll(/var\((--[\w-]+)/g))
      if (!known.has(name) && !own.has(name)) missing.push(`${path}: ${name}`)
  }
  expect(missing).toEqual([])
  expect([...known].filter((name) => !styles.includes(`var(${name}`))).toEqual([])
})
