// How fast a relay's pictures come at this moment: counted, not what the camera's settings say.
import { boxes, findBox } from './boxes.ts'
import type { Fragment } from './fragment.ts'

export interface Figures {
  /** Null while too little has come to say it. */
  framesPerSecond: number | null
  /** Sound counts, too. */
  bitsPerSecond: number | null
}

/** Our FFmpeg maps the picture first. */
const PICTURE_TRACK = 1
const LEAST_SECONDS = 0.9

function framesOf(data: Buffer): number {
  const moof = findBox(data, 'moof', { at: 0, end: data.length })
  if (!moof) return 0
  let frames = 0
  for (const traf of boxes(data, moof.at, moof.end)) {
    if (traf.type !== 'traf') continue
    const header = findBox(data, 'tfhd', traf)
    if (!header || data.readUInt32BE(header.at + 4) !== PICTURE_TRACK) continue
    for (const run of boxes(data, traf.at, traf.end)) if (run.type === 'trun') frames += data.readUInt32BE(run.at + 4)
  }
  return frames
}

/** Of fragments that follow each other. */
export function measure(fragments: readonly Fragment[]): Figures {
  const seconds = fragments.reduce((sum, { duration }) => sum + duration, 0)
  if (seconds < LEAST_SECONDS) return { framesPerSecond: null, bitsPerSecond: null }
  const frames = fragments.reduce((sum, { data }) => sum + framesOf(data), 0)
  const bytes = fragments.reduce((sum, { data }) => sum + data.length, 0)
  return {
    framesPerSecond: frames ? Math.round((frames / seconds) * 10) / 10 : null,
    bitsPerSecond: Math.round((bytes * 8) / seconds),
  }
}
