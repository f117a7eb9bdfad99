// Where files of recordings lie: below `recordings/` or `pictures/`, by channel and day, under names that any system takes.
import { realpath, rm, stat } from 'node:fs/promises'
import { join, normalize, sep } from 'node:path'
import { Fault } from '../../domain/fault.ts'

type Kind = 'video' | 'picture'

interface Filed {
  kind: Kind
  file: string
}

/** What the files of one kind lie below. */
export const folderOf = (dataFolder: string, kind: Kind) =>
  join(dataFolder, kind === 'video' ? 'recordings' : 'pictures')

/** Files that are not whole yet lie here, and nowhere else. */
export const PARTS = '.part'

/** `2026-01-12T08-00-00Z`: sorts by time, and holds nothing that a file system forbids. */
const stamp = (time: Date) => `${time.toISOString().slice(0, 19).replaceAll(':', '-')}Z`

/** Path below the folder of its kind, with `/`: `front-door/2026-01-12/front-door_2026-01-12T08-00-00Z.mp4`. */
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

/** Removes a recording's file below the root that it lies in, and what lies beside that of a video. False where it is gone already. */
export async function removeFile(root: string, { kind, file }: Filed): Promise<boolean> {
  const path = await fileIn(root, file)
  if (!path) return false
  try {
    await rm(path, { force: true })
    if (kind === 'video') await rm(path.replace(/\.mp4$/, '.ps'), { force: true })
  } catch (cause) {
    throw new Fault('not-ready', `${file} cannot be removed: its disk takes no changes. Is it mounted read-only?`, {
      cause,
    })
  }
  return true
}

/** Of a picture that came with an alarm: the key of the device, and the alarm's uuid. */
export const ALARM_PICTURE = /^alarms\/([a-z0-9]+)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jpg$/

/** For whoever sees or saves it: the last part of the file's name, unless that says nothing. */
export function nameOf({ file, channelName, startAt }: { file: string; channelName: string; startAt: Date }): string {
  if (!ALARM_PICTURE.test(file)) return file.slice(file.lastIndexOf('/') + 1)
  const words = channelName.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? ['alarm']
  return `${words.join('-').slice(0, 40)}_${stamp(startAt)}.jpg`
}
