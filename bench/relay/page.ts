// A page with our own player that measures itself: first picture, delay behind the source, stalls.
import { join } from 'node:path'

/** The player of the web UI and the measuring around it, as one script. */
export async function bundlePlayer(): Promise<string> {
  const built = await Bun.build({ entrypoints: [join(import.meta.dir, 'player.ts')], target: 'browser', minify: true })
  return built.outputs[0]!.text()
}

export const PAGE = `<!doctype html><title>bench</title>
<video id="video" muted playsinline width="640"></video><canvas id="canvas" width="90" height="10"></canvas>
<script type="module" src="/player.js"></script>`
