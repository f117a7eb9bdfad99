// What the image holds beside our program, as docs/design/image.md tells it of the last `scripts/verify-image`: no image is built here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const PAPER = join(import.meta.dir, '..', '..', 'docs', 'design', 'image.md')

/** MB; NaN where the paper no longer says it. */
export function besideProgram(paper = readFileSync(PAPER, 'utf8')): number {
  const [, table = ''] = /### Where the megabytes are\n([\s\S]*?)\n#/.exec(paper) ?? []
  const rows = [...table.matchAll(/^\| (.+) \| ([\d.]+) \|$/gm)].filter(
    ([, what = '']) => !what.includes('/porchlight`'),
  )
  return rows.length ? rows.reduce((sum, [, , mb]) => sum + Number(mb), 0) : Number.NaN
}
