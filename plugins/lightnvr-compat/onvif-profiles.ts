// Pictures of a device in the words of ONVIF's profiles: of ours from what we know, of any other by signing in to it.
import { type Caller, Fault, type Quality, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { isBareStream, placeOf } from './onvif-devices.ts'
import { bare, codecOf } from './stream-out.ts'

type TestResult = Awaited<ReturnType<Services['devices']['test']>>
type Camera = Awaited<ReturnType<Services['cameras']['list']>>[number]

export interface DeviceLogin {
  url: string
  username: string
  password: string
}

const MOST = 16
const SUB = '/sub'
const tokenOf = (sourceKey: string, quality: Quality) => (quality === 'sub' ? `${sourceKey}${SUB}` : sourceKey)
/** Which picture of a device a token means, whether of its large or small stream. */
export const sourceOf = (token: string) => (token.endsWith(SUB) ? token.slice(0, -SUB.length) : token)

interface Picture {
  sourceKey: string
  name: string
  can: { sub: boolean }
}

/** What is not known before somebody has looked on is 0 or empty. */
function profileOut(picture: Picture, quality: Quality, camera?: Camera) {
  const seen = quality === 'main' ? camera?.playing.seen[0] : undefined
  const address = camera && (quality === 'main' ? camera.rtspUrl : camera.subRtspUrl)
  return {
    token: tokenOf(picture.sourceKey, quality),
    name: quality === 'sub' ? `${picture.name} (small)` : picture.name,
    video_source_token: picture.sourceKey,
    snapshot_uri: '',
    stream_uri: bare(address ?? null),
    width: seen?.width ?? 0,
    height: seen?.height ?? 0,
    encoding: codecOf(seen?.mime)?.toUpperCase() ?? '',
    fps: Math.round(seen?.framesPerSecond ?? 0),
    bitrate: 0,
  }
}

const ofPicture = (picture: Picture, camera?: Camera) => [
  profileOut(picture, 'main', camera),
  ...(picture.can.sub ? [profileOut(picture, 'sub', camera)] : []),
]

/** Whatever keeps a device from answering, in LightNVR's words first. */
function refused({ kind, reason, message }: TestResult): Fault {
  if (kind === 'unsupported' && message === 'Unsupported brand')
    return new Fault('unsupported', 'ONVIF support is not installed')
  const isOfDevice = kind?.startsWith('device-')
  return new Fault(
    isOfDevice && kind ? kind : 'device-unreachable',
    `Failed to connect to ONVIF device: ${reason ?? message}`,
  )
}

export type OnvifProfiles = ReturnType<typeof createOnvifProfiles>

export function createOnvifProfiles(services: Services) {
  const { access, cameras, devices, discovery } = services

  function own(caller: Caller, url: string) {
    const place = placeOf(url)
    return devices.list(caller).find((one) => !isBareStream(one) && placeOf(one.address) === place) ?? null
  }

  /** Its make as far as a search or we know it; else whatever speaks ONVIF. */
  function brandAt(caller: Caller, url: string): string {
    const place = placeOf(url)
    const found = discovery.last(caller).items.find(({ address }) => placeOf(address) === place)
    return own(caller, url)?.brand ?? found?.brand ?? 'onvif'
  }

  /** Signs in once. Faults: where there is no device, or none of a home, or one that does not let us in. */
  async function look(caller: Caller, { url, username, password }: DeviceLogin): Promise<TestResult> {
    const input = { address: url, username, password, brand: brandAt(caller, url), onlyPrivate: true }
    const tried = await devices.test(caller, input)
    if (!tried.signedIn) throw refused(tried)
    return tried
  }

  return {
    own,
    brandAt,
    look,
    async of(caller: Caller, login: DeviceLogin) {
      const device = own(caller, login.url)
      if (device) {
        const list = await cameras.list(caller, { deviceId: String(device.id) })
        return list
          .sort((one, other) => one.channel.channelNo - other.channel.channelNo)
          .flatMap((camera) => {
            const { sourceKey, slug, name, can } = camera.channel
            return ofPicture({ sourceKey, name: name ?? slug, can }, camera)
          })
          .slice(0, MOST)
      }
      if (roleOf({ access }, caller).role !== 'admin')
        throw new Fault('not-allowed', 'Insufficient permissions: only an admin of the household may try other devices')
      const { channels } = await look(caller, login)
      return (channels ?? []).flatMap((channel) => ofPicture(channel)).slice(0, MOST)
    },
  }
}
