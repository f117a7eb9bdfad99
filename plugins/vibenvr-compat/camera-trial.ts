// Cameras of a file that is looked at before it is taken: their addresses are told masked, and known again when they come back.
import { askerOf, type Caller, maskStreamAddress } from '#plugin'
import type { CameraBody } from './camera-fields.ts'

export interface Trials {
  /** The same without anything that opens a camera. What was left out is kept for this very caller, for a while. */
  show(caller: Caller, cameras: readonly CameraBody[]): CameraBody[]
  /**
   * A camera of that file as it was, where it comes back as it was shown; any other stays as it is. Those that were shown alike come
   * back in their order, each once before one does again.
   */
  whole(caller: Caller, camera: CameraBody): CameraBody
}

const KEPT_MS = 15 * 60_000
/** Files are small, and those who add cameras are few. */
const MOST_CALLERS = 10

const masked = (camera: CameraBody): CameraBody => ({
  ...camera,
  rtsp_url: maskStreamAddress(camera.rtsp_url),
  sub_rtsp_url: camera.sub_rtsp_url && maskStreamAddress(camera.sub_rtsp_url),
})

/** `clock`: milliseconds that only go on. */
export function createTrials(clock = () => performance.now()): Trials {
  const kept = new Map<string, { at: number; cameras: readonly { body: CameraBody; uses: number }[] }>()
  const forget = () => {
    for (const [asker, { at }] of kept) if (kept.size > MOST_CALLERS || clock() - at >= KEPT_MS) kept.delete(asker)
  }
  return {
    show(caller, cameras) {
      kept.delete(askerOf(caller))
      kept.set(askerOf(caller), { at: clock(), cameras: cameras.map((body) => ({ body, uses: 0 })) })
      forget()
      return cameras.map(masked)
    },
    whole(caller, camera) {
      forget()
      const alike = kept.get(askerOf(caller))?.cameras.filter(({ body }) => {
        const { name, rtsp_url: main, sub_rtsp_url: sub } = masked(body)
        return name === camera.name && main === camera.rtsp_url && sub === camera.sub_rtsp_url
      })
      const [known] = alike?.toSorted((a, b) => a.uses - b.uses) ?? []
      if (!known) return camera
      known.uses++
      return { ...camera, rtsp_url: known.body.rtsp_url, sub_rtsp_url: known.body.sub_rtsp_url }
    },
  }
}
