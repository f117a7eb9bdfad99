// What is wrong with a page, looked for inside the browser: each function stands alone, since it is sent there.

/** Controls without a name for people who cannot see them. */
export function nameless(): string[] {
  const found: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>(
    'button, a[href], input, select, [role=dialog], dialog, video',
  )) {
    if (!element.checkVisibility()) continue
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels : null
    const labelled = element.getAttribute('aria-labelledby')
    const name = [
      element.getAttribute('aria-label'),
      labelled && document.getElementById(labelled)?.textContent,
      ...[...(labels ?? [])].map((label) => label.textContent),
      element.textContent,
    ]
    if (!name.some((text) => text?.trim())) found.push(element.outerHTML.slice(0, 120))
  }
  return found
}

/** Elements that stick out of the window at the right. */
export function overflowing(): string[] {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width && document.body.scrollWidth <= width) {
    const main = document.querySelector('main')
    if (!main || main.scrollWidth <= main.clientWidth) return []
  }
  return [...document.querySelectorAll<HTMLElement>('body *')]
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => element.outerHTML.slice(0, 120))
}

/** Texts whose contrast is below AA; what lies on pictures is left out. */
export function faint(): string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  if (!canvas) return ['no canvas']
  const read = (color: string) => {
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data
    return { r, g, b, a: a / 255 }
  }
  type Color = ReturnType<typeof read>
  const over = (top: Color, under: Color): Color => {
    const mix = (a: number, b: number) => a * top.a + b * (1 - top.a)
    return { r: mix(top.r, under.r), g: mix(top.g, under.g), b: mix(top.b, under.b), a: 1 }
  }
  const light = ({ r, g, b }: Color) => {
    const [x = 0, y = 0, z = 0] = [r, g, b].map((one) => {
      const share = one / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const ground = (element: Element | null): Color => {
    if (!element) return { r: 255, g: 255, b: 255, a: 1 }
    const own = read(getComputedStyle(element).backgroundColor)
    return own.a === 1 ? own : over(own, ground(element.parentElement))
  }
  const found: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim()
    if (
      !text ||
      !element?.checkVisibility() ||
      element.closest('.tile, .stage, .unseen, .skip, :disabled, [aria-disabled=true]')
    )
      continue
    const style = getComputedStyle(element)
    const under = ground(element)
    const [a, b] = [light(over(read(style.color), under)), light(under)]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    const big = Number.parseFloat(style.fontSize) >= 24
    if (contrast < (big ? 3 : 4.5)) found.push(`${contrast.toFixed(2)} ${text.slice(0, 60)}`)
  }
  return found
}
