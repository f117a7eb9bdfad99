// Decodes one key frame to a JPEG, for channels whose device takes no pictures.
import { Fault } from '../domain/fault.ts'
import { pictureArguments } from './arguments.ts'
import type { Fragment } from './fragment.ts'
import { startFfmpeg } from './process.ts'

/** Decoding is the dearest thing that we do: more at once would only delay each other. */
const AT_ONCE = 2
const LONGEST_MS = 10_000

let running = 0
const turns: (() => void)[] = []

/** The first frame of a fragment that begins with a key frame. */
export async function decodePicture(fragment: Fragment, ffmpeg = 'ffmpeg'): Promise<Uint8Array> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => turns.push(resolve))
  running++
  try {
    return await decode(fragment, ffmpeg)
  } finally {
    running--
    turns.shift()?.()
  }
}

async function decode({ epoch, data }: Fragment, ffmpeg: string): Promise<Uint8Array> {
  const run = startFfmpeg(ffmpeg, pictureArguments(), [new Uint8Array(epoch.init), new Uint8Array(data)])
  const timer = setTimeout(() => run.stop(), LONGEST_MS)
  try {
    const jpeg = new Uint8Array(await new Response(run.output).arrayBuffer())
    const { errors } = await run.ended
    if (jpeg.length > 2) return jpeg
    throw new Fault('device-garbled', 'The picture of this channel could not be decoded.', { cause: errors })
  } finally {
    clearTimeout(timer)
  }
}
