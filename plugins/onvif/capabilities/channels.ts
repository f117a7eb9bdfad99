// Learns what pictures a camera has and where they are: at the sign-in, and again at every sync.
import { z } from 'zod'
import { Fault } from '#plugin'
import { escapeXml } from '../letters.ts'
import { text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'
import { ABSENT, ifThere } from './optional.ts'
import { type Lens, lensesOf, type Profile, profilesOf } from './profiles.ts'

export interface Channels {
  lenses(): readonly Lens[]
  /** Throws Fault `not-found` for a channel that is unknown. */
  lens(sourceKey: string): Lens
  /** Asks for the profiles. */
  learn(): Promise<void>
  /** Asks where the streams of so many profiles are that it has not asked for yet. */
  locate(most: number): Promise<void>
  /** Where a profile's stream is, as the camera told it; asked for only where that is not known. */
  streamOf(profile: Profile): Promise<string>
  /** Where its pictures are; Fault `unsupported` where there are none. */
  pictureOf(profile: Profile): Promise<string>
}

const GET_PROFILES = {
  media: '<GetProfiles xmlns="http://www.onvif.org/ver10/media/wsdl"/>',
  media2: '<GetProfiles xmlns="http://www.onvif.org/ver20/media/wsdl"><Type>All</Type></GetProfiles>',
}
const located = z.union([
  z.object({ uri: text }).transform(({ uri }) => uri),
  text, // of the second media service
])
/** What the other media service may answer better. */
const MAY_TURN = [...ABSENT, 'device-unreachable']

export function createChannels(client: OnvifClient, device: string): Channels {
  let media: 'media' | 'media2' = client.has('media2') ? 'media2' : 'media'
  let lenses: readonly Lens[] = []
  const streams = new Map<string, string>()
  const pictures = new Map<string, string>()

  const read = (service: typeof media) =>
    client.ask('say which pictures it has', service, GET_PROFILES[service], profilesOf[service])

  /** The second service knows H.265, but there are cameras on which it does not work. */
  async function profiles(): Promise<Profile[]> {
    if (media === 'media2' && client.has('media')) {
      try {
        const found = await read('media2')
        if (lensesOf(found).length > 0) return found
      } catch (error) {
        if (!(error instanceof Fault) || !MAY_TURN.includes(error.kind)) throw error
      }
      media = 'media'
    }
    return read(media)
  }

  async function streamOf({ token }: Profile): Promise<string> {
    const known = streams.get(token)
    if (known) return known
    const told = await client.call('say where its stream is', located, (camera, done) => {
      camera.media2Support = media === 'media2'
      camera.getStreamUri({ protocol: 'RTSP', stream: 'RTP-Unicast', profileToken: escapeXml(token) }, done)
    })
    if (!/^rtsps?:\/\//i.test(told.trim()) || !URL.canParse(told.trim()))
      throw new Fault('device-garbled', `${device} named an address for its stream that is none.`)
    streams.set(token, told.trim())
    return told.trim()
  }

  return {
    lenses: () => lenses,
    lens(sourceKey) {
      const found = lenses.find(({ key }) => key === sourceKey)
      if (!found) throw new Fault('not-found', 'This device no longer has that channel')
      return found
    },
    async learn() {
      lenses = lensesOf(await profiles())
      streams.clear()
      pictures.clear()
      if (lenses.length === 0)
        throw new Fault('unsupported', `${device} has no picture in H.264 or H.265 that ONVIF tells of.`)
    },
    async locate(most) {
      const wanted = [...lenses.map(({ main }) => main), ...lenses.flatMap(({ sub }) => sub ?? [])]
      const missing = wanted.filter(({ token }) => !streams.has(token)).slice(0, most)
      const without: Profile[] = []
      const asked = await Promise.allSettled(
        missing.map(async (profile) => {
          if ((await ifThere(client, streamOf(profile))) === null) without.push(profile)
        }),
      )
      for (const each of asked) if (each.status === 'rejected') throw each.reason
      // Who wants to see a larger picture without an address is told then; a camera with no other has nothing to show.
      if (lenses.every(({ main }) => without.includes(main))) await streamOf(wanted[0] as Profile)
      lenses = lenses.map((lens) => (lens.sub && without.includes(lens.sub) ? { ...lens, sub: null } : lens))
    },
    streamOf,
    async pictureOf({ token }) {
      const known = pictures.get(token)
      if (known) return known
      const { uri } = await client.call('say where its pictures are', z.object({ uri: text }), (camera, done) => {
        camera.media2Support = media === 'media2'
        camera.getSnapshotUri({ profileToken: escapeXml(token) }, done)
      })
      if (!/^https?:\/\//i.test(uri.trim())) throw new Fault('unsupported', `${device} has no pictures to fetch`)
      pictures.set(token, uri.trim())
      return uri.trim()
    },
  }
}
