// Files of the pictures that came with alarms: `pictures/alarms/<hub key>/<uuid>.jpg`, names of our own making only.
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ALARM_PICTURE, PARTS } from '../recordings/files.ts'
import type { AlarmStore } from './store.ts'

/** More than any device sends. */
export const LARGEST_PICTURE = 8 * 1024 * 1024

export interface PictureFiles {
  /** Gives the name that goes into the row. No file of this name is ever half a picture. */
  write(hubKey: string, uuid: string, jpeg: Uint8Array): Promise<string>
  /** Null when the file is not there. */
  read(name: string): Promise<Uint8Array | null>
  remove(names: string[]): Promise<void>
  /** Everything of a device that a person has removed, but for what is protected. */
  removeDevice(hubKey: string, rows: Pick<AlarmStore, 'isProtected' | 'forgetPicture'>): Promise<void>
}

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes.length > 4 && bytes.length <= LARGEST_PICTURE && bytes[0] === 0xff && bytes[1] === 0xd8
}

export function createPictureFiles(dataFolder: string): PictureFiles {
  const root = join(dataFolder, 'pictures')
  /** A row that somebody has tampered with must not lead out of the folder. */
  const path = (name: string) => (ALARM_PICTURE.test(name) ? join(root, name) : null)
  return {
    async write(hubKey, uuid, jpeg) {
      const name = `alarms/${hubKey}/${uuid}.jpg`
      const file = path(name)
      if (!file) throw new Error(`not a name of an alarm picture: ${name}`)
      const made = join(root, PARTS, `${uuid}.jpg`)
      await mkdir(join(root, PARTS), { recursive: true })
      await mkdir(join(root, 'alarms', hubKey), { recursive: true })
      await Bun.write(made, jpeg)
      await rename(made, file)
      return name
    },
    async read(name) {
      const file = path(name)
      if (!file || !(await Bun.file(file).exists())) return null
      return Bun.file(file).bytes()
    },
    async remove(names) {
      for (const name of names) {
        const file = path(name)
        if (file) await rm(file, { force: true })
      }
    },
    async removeDevice(hubKey, rows) {
      if (!/^[a-z0-9]+$/.test(hubKey)) return
      const folder = join(root, 'alarms', hubKey)
      const names = await readdir(folder).catch(() => [])
      for (const name of names) {
        const file = `alarms/${hubKey}/${name}`
        if (rows.isProtected(file)) continue
        await rm(join(folder, name), { recursive: true, force: true })
        rows.forgetPicture(file)
      }
      // It stays for what is kept in it.
      await rmdir(folder).catch(() => {})
    },
  }
}
