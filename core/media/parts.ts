// Which parts of FFmpeg we cannot do without, and which of them one that is installed lacks.

/** As FFmpeg's own lists name them. Codecs that only some cameras speak are not here: a build without them serves the others. */
const NEEDED = {
  demuxers: ['rtsp', 'concat', 'mov', 'mpeg'],
  muxers: ['mp4', 'mpegts', 'mjpeg'],
  decoders: ['h264', 'hevc', 'mjpeg', 'aac', 'pcm_alaw', 'pcm_mulaw'],
  encoders: ['aac', 'mjpeg'],
  bsfs: ['h264_mp4toannexb', 'hevc_mp4toannexb', 'aac_adtstoasc'],
  filters: ['scale', 'select', 'aresample'],
} as const

/** Each as `encoder mjpeg`; empty where nothing is missing. */
export async function missingParts(ffmpeg = 'ffmpeg'): Promise<string[]> {
  const kinds = Object.entries(NEEDED)
  const lists = await Promise.all(kinds.map(([kind]) => listed(ffmpeg, kind)))
  return kinds.flatMap(([kind, names], i) =>
    names.filter((name) => !lists[i]?.has(name)).map((name) => `${kind.replace(/s$/, '')} ${name}`),
  )
}

/** ` DEV  mov,mp4,m4a  QuickTime`, but filters for bitstreams stand in lines of their own. */
async function listed(ffmpeg: string, kind: string): Promise<Set<string>> {
  const child = Bun.spawn([ffmpeg, '-hide_banner', `-${kind}`], { stdin: 'ignore', stdout: 'pipe', stderr: 'ignore' })
  const lines = (await new Response(child.stdout).text()).split('\n')
  return new Set(lines.flatMap((line) => (/^ *(?:[A-Z.|]+ +)?([\w,]+)(?: |$)/.exec(line)?.[1] ?? '').split(',')))
}
