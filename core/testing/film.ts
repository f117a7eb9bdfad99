// A short film for tests that need a real video file, made once per process by FFmpeg.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const FILM_SECONDS = 4

export type FilmKind = 'ps' | 'mp4'

/** A key frame each second, 160 × 120, ten pictures a second; `mp4` with sound. */
export async function makeFilm(kind: FilmKind, seconds = FILM_SECONDS): Promise<Uint8Array<ArrayBuffer>> {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-film-'))
  try {
    const file = join(folder, `film.${kind}`)
    const sound = kind === 'mp4' ? ['-f', 'lavfi', '-i', `sine=r=48000:d=${seconds}`, '-c:a', 'aac'] : []
    const made = Bun.spawn(
      [
        ...['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=160x120:r=10:d=${seconds}`, ...sound],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '10'],
        ...(kind === 'ps' ? ['-f', 'mpeg'] : ['-movflags', '+faststart']),
        file,
      ],
      { stdout: 'ignore', stderr: 'inherit' },
    )
    if ((await made.exited) !== 0) throw new Error('FFmpeg could not make the film')
    return await Bun.file(file).bytes()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
