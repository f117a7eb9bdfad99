// Texts that cannot be read whole, looked for inside the browser: each function stands alone, since it is sent there.

/** Texts that their box cuts off, with an ellipsis too: there is no tooltip under a thumb. What can be scrolled to is not. */
export function cut(): string[] {
  const found: string[] = []
  const isForEarsOnly = (element: HTMLElement | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath !== 'none' || isForEarsOnly(element.parentElement))
  // Chromium draws a choice by itself: 4 px more before its text, and its arrow into the last 15 px, over the text that reaches there.
  const [before, arrow] = [4, 15]
  const pen = document.createElement('canvas').getContext('2d')
  for (const select of document.querySelectorAll('select')) {
    if (!pen || !select.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    const { appearance, font, paddingLeft, paddingRight } = getComputedStyle(select)
    pen.font = font
    const text = select.selectedOptions[0]?.text ?? ''
    const [left, right] = [Number.parseFloat(paddingLeft), Number.parseFloat(paddingRight)]
    const taken = appearance === 'none' ? left + right : left + before + Math.max(right, arrow)
    const room = select.clientWidth - taken
    if (pen.measureText(text).width > room + 1)
      found.push(
        `wide by ${Math.ceil(pen.measureText(text).width - room)} px: ${text} in ${select.outerHTML.slice(0, 90)}`,
      )
  }
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    if (element.closest('.skip, video, svg') || isForEarsOnly(element)) continue
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    if (!hasText) continue
    const range = document.createRange()
    range.selectNodeContents(element)
    for (let box: HTMLElement | null = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box)
      if (style.position === 'fixed') break
      const hidesX = ['hidden', 'clip'].includes(style.overflowX)
      const hidesY = ['hidden', 'clip'].includes(style.overflowY)
      // What scrolls shows the rest, to whoever scrolls.
      if (!hidesX && !hidesY) {
        if (style.overflowX !== 'visible') break
        continue
      }
      const [text, room] = [range.getBoundingClientRect(), box.getBoundingClientRect()]
      const wide =
        hidesX &&
        (text.right > room.right + 1 ||
          text.left < room.left - 1 ||
          (box === element && box.scrollWidth > box.clientWidth + 1))
      // Line boxes are taller than their letters.
      const high = hidesY && (text.bottom > room.bottom + 4 || text.top < room.top - 4)
      if (wide || high)
        found.push(
          `${wide ? 'wide' : 'high'}: ${element.textContent?.trim().slice(0, 60)} in ${box.outerHTML.slice(0, 90)}`,
        )
      if (wide || high) break
    }
  }
  return found
}

/** Texts of which one lies on the other, in the dialog that is open or else in the page; what floats above it, and what stands on pictures, is left out. */
export function overlapping(): string[] {
  interface Piece {
    text: string
    element: HTMLElement
    left: number
    right: number
    top: number
    bottom: number
  }
  const pieces: Piece[] = []
  const ground = document.querySelector('dialog[open]') ?? document.querySelector('.page') ?? document.body
  const floats = (element: HTMLElement | null): boolean => {
    for (let one = element; one && one !== ground; one = one.parentElement)
      if (['fixed', 'sticky'].includes(getComputedStyle(one).position)) return true
    return false
  }
  const isForEarsOnly = (element: HTMLElement | null): boolean =>
    element !== null && (getComputedStyle(element).clipPath !== 'none' || isForEarsOnly(element.parentElement))
  const walker = document.createTreeWalker(ground, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const text = node.textContent?.trim()
    if (!text || !element?.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue
    if (element.closest('.tile, .stage, .skip, svg, select') || floats(element) || isForEarsOnly(element)) continue
    if (element.closest('dialog') !== ground.closest('dialog')) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const rect of range.getClientRects()) {
      const piece = {
        text: text.slice(0, 40),
        element,
        left: rect.left,
        right: rect.right,
        top: rect.top,
        bottom: rect.bottom,
      }
      // Only what its boxes let out is to be seen.
      for (let box: HTMLElement | null = element; box; box = box.parentElement) {
        if (getComputedStyle(box).overflowX === 'visible') continue
        const room = box.getBoundingClientRect()
        piece.left = Math.max(piece.left, room.left)
        piece.right = Math.min(piece.right, room.right)
        piece.top = Math.max(piece.top, room.top)
        piece.bottom = Math.min(piece.bottom, room.bottom)
      }
      if (piece.right - piece.left > 2 && piece.bottom - piece.top > 2) pieces.push(piece)
    }
  }
  pieces.sort((a, b) => a.top - b.top)
  const found: string[] = []
  for (const [i, one] of pieces.entries())
    for (const other of pieces.slice(i + 1)) {
      if (other.top >= one.bottom) break
      if (other.element === one.element) continue
      const [width, height] = [
        Math.min(one.right, other.right) - Math.max(one.left, other.left),
        Math.min(one.bottom, other.bottom) - other.top,
      ]
      // Boxes of lines reach above and below their letters.
      if (width > 2 && height > 5) found.push(`${one.text} × ${other.text}`)
    }
  return found
}
