// Pictures as a camera makes them: FFmpeg's test picture with a sensor's noise, as JPEG.

/** Made once for each size; the noise makes it as large as a picture of the real world. */
const made = new Map<string, Promise<Uint8Array>>()

export function picture(width: number, height: number): Promise<Uint8Array> {
  const size = `${width}x${height}`
  const known = made.get(size) ?? make(size)
  made.set(size, known)
  return known
}

async function make(size: string): Promise<Uint8Array> {
  const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size}`, '-vf', 'noise=alls=8', '-frames:v', '1']
  const child = Bun.spawn(['ffmpeg', '-v', 'error', ...source, '-q:v', '3', '-f', 'mjpeg', 'pipe:1'], {
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const jpeg = await new Response(child.stdout).bytes()
  if ((await child.exited) !== 0) throw new Error('FFmpeg has made no picture: is it installed?')
  return jpeg
}
