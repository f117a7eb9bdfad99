// What a camera says of itself: model, firmware, number, and the name that its owner gave it.
import { z } from 'zod'
import type { DeviceInfo } from '#plugin'
import { listOf, maybe, text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'

export type Information = Pick<DeviceInfo, 'manufacturer' | 'model' | 'serialNumber' | 'firmwareVersion'>

const said = maybe(text.transform((value) => value.trim() || null))
const Told = z.object({
  getDeviceInformationResponse: z.object({
    ...{ manufacturer: said, model: said, serialNumber: said, firmwareVersion: said },
  }),
})

/** Read as it was written: the package makes 2.1 of a firmware 2.10. */
export async function readInformation(client: OnvifClient): Promise<Information> {
  const ask = '<GetDeviceInformation xmlns="http://www.onvif.org/ver10/device/wsdl"/>'
  return (await client.ask('say what it is', 'device', ask, Told)).getDeviceInformationResponse
}

const NAME = /^onvif:\/\/www\.onvif\.org\/name\/(.+)$/i

/** The name among the camera's scopes; null where there is none. */
export async function readName(client: OnvifClient): Promise<string | null> {
  const scopes = await client.call('say how it is called', listOf(z.object({ scopeItem: text })), (camera, done) =>
    camera.getScopes(done),
  )
  for (const { scopeItem } of scopes) {
    const [, name] = NAME.exec(scopeItem.trim()) ?? []
    if (name === undefined) continue
    try {
      return decodeURIComponent(name).trim() || null
    } catch {
      return name
    }
  }
  return null
}
