// Reads the parts of FFmpeg that the image's flags name, by their kind.
export type Parts = Record<string, string[]>

/** `--enable-demuxer=rtsp,mov` is `{ demuxer: ['rtsp', 'mov'] }`. */
export async function flagsOf(path: string): Promise<Parts> {
  const text = await Bun.file(path).text()
  return Object.fromEntries(
    [...text.matchAll(/^--enable-(\w+)=(.+)$/gm)].map(([, kind = '', names = '']) => [kind, names.split(',')]),
  )
}
