// No page that has an address of its own is left out of the search.
import { expect, test } from 'bun:test'
import { PARTS } from '../../../pages/settings/parts.ts'
import { PAGES } from './pages.ts'

test('every page without a camera, device or person in its address can be found', async () => {
  const code = await Bun.file(`${import.meta.dir}/../../../main.tsx`).text()
  const routes = [...code.matchAll(/path=\{`\$\{base\}([^`]*)`\}/g)].map(([, path = '']) => path)
  const known = new Set([...PAGES, ...Object.values(PARTS)].map(({ path }): string => path))
  expect(routes.length).toBeGreaterThan(20)
  // The page of all parts is there in development only.
  expect(routes.filter((path) => !path.includes(':') && path !== '/parts' && !known.has(path))).toEqual([])
})
