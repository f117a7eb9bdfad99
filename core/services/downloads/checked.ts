// What makes a file sure: that it lies on the disk, and that it is the one that it was.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'

/** A file's bytes, or a folder's names, are on the disk when this resolves. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}

export async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hasher = new Bun.CryptoHasher('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024, signal })) hasher.update(piece)
  return hasher.digest('hex')
}
