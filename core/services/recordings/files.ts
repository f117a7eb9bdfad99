// Where files of recordings lie: below `recordings/`, by channel and day, under names that any system takes.
import { realpath, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'

/** Files that are not whole yet lie here, and nowhere else. */
export const PARTS = '.part'

/** `2026-01-12T08-00-00Z`: sorts by time, and holds nothing that a file system forbids. */
const stamp = (time: Date) => `${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z`

/** Path below `recordings/`, with `/`: `front-door/2026-01-12/front-door_2026-01-12T08-00-00Z.mp4`. */
export function fileOf(slug: string, start: Date, ending: string, again = 0): string {
  const name = `${slug}_${stamp(start)}${again ? `_${again + 1}` : ''}.${ending}`
  return `${slug}/${start.toISOString().slice(0, 10)}/${name}`
}

/** The same path on this machine; null for one that would lead out of the folder. */
export function pathOf(folder: string, file: string): string | null {
  const path = normalize(join(folder, ...file.split('/')))
  return path.startsWith(folder + sep) && !file.includes('\0') ? path : null
}

/** The same for a file that is there. Links below the folder are not followed: who may write here may not thereby read elsewhere. */
export async function fileIn(folder: string, file: string): Promise<string | null> {
  const path = pathOf(folder, file)
  if (!path) return null
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(path)])
    return real === pathOf(root, file) && (await stat(real)).isFile() ? path : null
  } catch {
    return null
  }
}
