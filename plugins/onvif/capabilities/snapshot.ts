// Still pictures: fetched where the camera says, which is asked once.
import { Fault, type Snapshot } from '#plugin'
import type { OnvifClient } from '../soap.ts'
import type { Channels } from './channels.ts'

export function createSnapshot(client: OnvifClient, channels: Channels, device: string): Snapshot {
  return {
    async take(sourceKey) {
      const told = await channels.pictureOf(channels.lens(sourceKey).main)
      const bytes = await client.picture('give a picture', told)
      if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes
      throw new Fault('device-garbled', `${device} sent something that is no picture: try again.`)
    },
  }
}
