// Whether a document is whole: every element closed by its own name, one root, nothing around it.

/** A comment, a section, an instruction, or a tag with its attributes; from where the last one ended. */
const PIECE =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/?)([^\s<>/!?"'=]+)((?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*?)?)(\/?)\s*>)/y

/**
 * True for a document that a parser may be trusted with: the parser itself takes what is cut off or closed wrongly. The
 * library's own check of this was two fifths of the time of reading a document.
 */
export function isBalanced(xml: string): boolean {
  const open: string[] = []
  let roots = 0
  for (let at = 0; ; at = PIECE.lastIndex) {
    const next = xml.indexOf('<', at)
    const between = next < 0 ? xml.slice(at) : xml.slice(at, next)
    if (!open.length && between.trim() !== '') return false
    if (next < 0) return roots === 1 && open.length === 0
    PIECE.lastIndex = next
    const [, closes, name, , empty] = PIECE.exec(xml) ?? []
    if (PIECE.lastIndex === 0) return false
    if (name === undefined) continue
    if (closes) {
      if (open.pop() !== name) return false
      continue
    }
    if (!open.length && ++roots > 1) return false
    if (!empty) open.push(name)
  }
}
