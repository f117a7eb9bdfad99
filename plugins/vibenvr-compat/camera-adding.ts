// A camera that a client adds: by its RTSP address, unless it is there already, maybe as a channel of some recorder.
import { type Caller, Fault, type Services } from '#plugin'
import { isAdmin } from './auth.ts'
import { createCameraChange, refuseOtherAddresses } from './camera-change.ts'
import type { CameraBody } from './camera-fields.ts'
import { nameOf } from './camera-out.ts'

/** The addresses that are there, asked of recorders once for all cameras of a file. */
export type Addresses = Awaited<ReturnType<Services['cameras']['addresses']>>

export function createCameraAdding(services: Services) {
  const { access, cameras, recorder } = services
  const change = createCameraChange(services)

  /** What of it would be refused, before anything is written. Fault conflict for an address that is there. */
  function check(body: CameraBody, addresses: Addresses): void {
    refuseOtherAddresses(body)
    change.refuseOtherPlace(body)
    const there = addresses.of({ rtspUrl: body.rtsp_url, subRtspUrl: body.sub_rtsp_url })
    if (there) throw new Fault('conflict', `A camera with this address already exists: it is ${nameOf(there)}`)
  }

  return {
    check,
    /** Gives its number. Faults as of `check`. */
    async add(caller: Caller, body: CameraBody, addresses?: Addresses): Promise<number> {
      access.household(caller, 'manage')
      check(body, addresses ?? (await cameras.addresses(caller)))
      const { name, rtsp_url: rtspUrl, sub_rtsp_url: subRtspUrl, location, is_active: inUse } = body
      const camera = await cameras.add(caller, { name, rtspUrl, subRtspUrl, location, inUse })
      const { id } = camera.channel
      const { rule } = recorder.get(caller, id)
      const made = { camera, rule, fields: {}, groups: [], folder: null, isAdmin: isAdmin(services, caller) }
      // Its address is told with a mask from now on.
      const same = { ...body, rtsp_url: camera.rtspUrl ?? '', sub_rtsp_url: camera.subRtspUrl }
      await change.replace(caller, made, same, { isNew: true })
      return id
    },
  }
}
