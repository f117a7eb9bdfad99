// Draws the icons of the home screen from web/icon.svg, in the browser that the tests use: bun scripts/icons.ts
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = join(import.meta.dir, '..')
const svg = await Bun.file(join(root, 'web/icon.svg')).text()
const inner = svg.replace(/^.*?<\/title><rect[^>]*>/s, '').replace(/<\/svg>\s*$/, '')
const ground = '#191b20'
const drawn = (body: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${body}</svg>`
/** Round, square or otherwise cut by the phone: what must stay lies in the middle four fifths. */
const full = drawn(
  `<rect width="32" height="32" fill="${ground}"/><g transform="translate(16 16) scale(.95) translate(-16 -15.5)">${inner}</g>`,
)
/** In the line above a phone's screen: its shape alone counts. */
const shape = drawn(inner.replaceAll(/#[0-9a-f]{6}/g, '#ffffff'))

const ICONS: [name: string, drawing: string, size: number][] = [
  ['icon-192.png', svg, 192],
  ['icon-512.png', svg, 512],
  ['icon-full-512.png', full, 512],
  ['apple-touch-icon.png', full, 180],
  ['badge-96.png', shape, 96],
]

const executablePath = Bun.which('chromium') ?? Bun.which('chromium-browser') ?? Bun.which('google-chrome')
if (!executablePath) throw new Error('There is no Chromium on this machine')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
for (const [name, drawing, size] of ICONS) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`)
  await page.screenshot({ path: join(root, 'web/icons', name), omitBackground: true })
}
await browser.close()
