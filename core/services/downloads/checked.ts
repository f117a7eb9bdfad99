// What makes a file sure: that it lies on the disk, and that it is the one that it was.
import { open } from 'node:fs/promises'

/** A file's bytes, or a folder's names, are on the disk when this resolves. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}

const PIECE = 1024 * 1024

/** In one buffer of its own: pieces of gigabytes would pile up until the collector comes. */
export async function sha256(path: string, signal: AbortSignal): Promise<string> {
  const hasher = new Bun.CryptoHasher('sha256')
  const buffer = new Uint8Array(PIECE)
  const handle = await open(path, 'r')
  try {
    for (;;) {
      signal.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, PIECE)
      if (bytesRead === 0) return hasher.digest('hex')
      hasher.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}
