// What the file of a picture says of itself, read from its beginning.
import { Fault } from '../../domain/fault.ts'
import { jpegSize } from '../../domain/jpeg.ts'

/** Cameras put a small picture and much about themselves before it is said how large it is; seldom more than this. */
const HEAD = 128 * 1024

/** Null where the file does not say; Fault where it is no JPEG. */
export async function probePicture(path: string): Promise<{ width: number; height: number } | null> {
  const head = await Bun.file(path).slice(0, HEAD).bytes()
  if (head.length < 4 || head[0] !== 0xff || head[1] !== 0xd8)
    throw new Fault('invalid-input', 'The file is not a JPEG picture.')
  return jpegSize(head)
}
