// Profiles of a camera, and the channels in them: one for each video source, which stays when profiles are made anew.
import { z } from 'zod'
import type { ChannelInfo } from '#plugin'
import { listOf, maybe, number, text } from '../shapes.ts'

export interface Profile {
  token: string
  /** Token of the video source, of what cuts out of it, and of the head that moves it; null where nothing does. */
  source: string
  sourceConfiguration: string
  ptz: string | null
  codec: 'H264' | 'H265' | null
  width: number
  height: number
  audio: boolean
}

/** What looks out of the camera: a channel of ours. */
export interface Lens {
  /** Ours, from the source's token. */
  key: string
  number: number
  source: string
  main: Profile
  /** A smaller encoding of the same kind. */
  sub: Profile | null
  /** Every profile of it, also those that we do not show. */
  profiles: Profile[]
}

const configured = z.object({ $: z.object({ token: z.string() }) })
const encoder = z.object({
  encoding: maybe(text),
  resolution: maybe(z.object({ width: number, height: number })),
})
const source = z.object({ $: z.object({ token: z.string() }), sourceToken: text })

function profileOf(
  token: string,
  cut: z.infer<typeof source>,
  video: z.infer<typeof encoder> | null,
  rest: { audio: boolean; ptz: z.infer<typeof configured> | null },
): Profile {
  const codec = /H\.?26([45])$/i.exec(video?.encoding?.trim() ?? '')
  return {
    ...{ token, source: cut.sourceToken, sourceConfiguration: cut.$.token },
    ptz: rest.ptz?.$.token ?? null,
    codec: codec ? (codec[1] === '4' ? 'H264' : 'H265') : null,
    width: video?.resolution?.width ?? 0,
    height: video?.resolution?.height ?? 0,
    audio: rest.audio,
  }
}

/** Profiles of the first media service. */
const first = z
  .object({
    $: z.object({ token: z.string() }),
    videoSourceConfiguration: source,
    videoEncoderConfiguration: maybe(encoder),
    audioEncoderConfiguration: maybe(configured),
    PTZConfiguration: maybe(configured),
  })
  .transform((found) =>
    profileOf(found.$.token, found.videoSourceConfiguration, found.videoEncoderConfiguration, {
      ...{ audio: found.audioEncoderConfiguration !== null, ptz: found.PTZConfiguration },
    }),
  )

/** Profiles of the second, which tells of H.265 too. */
const second = z
  .object({
    $: z.object({ token: z.string() }),
    configurations: z.object({
      videoSource: source,
      videoEncoder: maybe(encoder),
      ...{ audioSource: maybe(configured), audioEncoder: maybe(configured), PTZ: maybe(configured) },
    }),
  })
  .transform(({ $, configurations: { videoSource, videoEncoder, audioSource, audioEncoder, PTZ } }) =>
    profileOf($.token, videoSource, videoEncoder, {
      ...{ audio: (audioEncoder ?? audioSource) !== null, ptz: PTZ },
    }),
  )

export const profilesOf = {
  media: z
    .object({ getProfilesResponse: maybe(z.object({ profiles: listOf(first) })) })
    .transform(({ getProfilesResponse }) => getProfilesResponse?.profiles ?? []),
  media2: z
    .object({ getProfilesResponse: maybe(z.object({ profiles: listOf(second) })) })
    .transform(({ getProfilesResponse }) => getProfilesResponse?.profiles ?? []),
}

const area = ({ width, height }: Profile) => width * height

/** The largest in H.264, which every browser plays, or in H.265 where there is nothing else; and the smallest beside it. */
function chosen(profiles: readonly Profile[]): { main: Profile; sub: Profile | null } | null {
  for (const codec of ['H264', 'H265'] as const) {
    const sorted = profiles.filter((profile) => profile.codec === codec).sort((a, b) => area(b) - area(a))
    const [main] = sorted
    const sub = sorted.at(-1)
    if (main) return { main, sub: sub && area(sub) < area(main) ? sub : null }
  }
  return null
}

/** Keys hold no space. */
const keyOf = (token: string) => encodeURIComponent(token)

/** A source without a picture that we can show is no channel. */
export function lensesOf(profiles: readonly Profile[]): Lens[] {
  const sources = [...new Set(profiles.map(({ source }) => source))]
  return sources.flatMap((source, index) => {
    const own = profiles.filter((profile) => profile.source === source)
    const pictures = chosen(own)
    return pictures ? [{ key: keyOf(source), number: index + 1, source, ...pictures, profiles: own }] : []
  })
}

/** The lens that a token of the camera belongs to: that of a source, of what cuts out of it, or of a profile. */
export function lensOfToken(lenses: readonly Lens[], token: string): Lens | null {
  const names = ({ token: own, source, sourceConfiguration }: Profile) =>
    token === source || token === sourceConfiguration || token === own
  return lenses.find(({ profiles }) => profiles.some(names)) ?? null
}

/** By which profile its head is moved; without a configuration nothing moves it. */
export function steering({ main, profiles }: Lens): { profile: string; configuration: string | null } {
  const moving = [main, ...profiles].find(({ ptz }) => ptz !== null)
  return { profile: (moving ?? main).token, configuration: moving?.ptz ?? null }
}

/** What a channel can beside its pictures. */
export interface Further {
  snapshot(lens: Lens): boolean
  ptz(lens: Lens): boolean
  alarms: ChannelInfo['can']['alarms']
}

export function channelOf(lens: Lens, name: string, further: Further): ChannelInfo {
  return {
    ...{ sourceKey: lens.key, number: lens.number, name, connection: 'ip', online: null, trouble: null },
    can: {
      ...{ live: true, sub: lens.sub !== null, audio: lens.main.audio, config: false, alarms: further.alarms },
      ...{ snapshot: further.snapshot(lens), ptz: further.ptz(lens) },
    },
  }
}
