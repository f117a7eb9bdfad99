// The session description of a clip.
import type { SourceClip } from './clip.ts'

export const VIDEO_TYPE = 96
export const SOUND_TYPE = 8

function format(clip: SourceClip): string {
  const sets = clip.parameterSets.map((nal) => nal.toString('base64'))
  if (clip.codec === 'h265')
    return clip.silentSdp ? 'tx-mode=SRST' : `sprop-vps=${sets[0]};sprop-sps=${sets[1]};sprop-pps=${sets[2]}`
  const profile = clip.parameterSets[0]!.subarray(1, 4).toString('hex')
  const base = `packetization-mode=1`
  return clip.silentSdp ? base : `profile-level-id=${profile};${base};sprop-parameter-sets=${sets.join(',')}`
}

/** SDP with track 1 for the picture and, where the clip has sound, track 2. */
export function describe(clip: SourceClip): string {
  const video = [
    `m=video 0 RTP/AVP ${VIDEO_TYPE}`,
    `a=rtpmap:${VIDEO_TYPE} ${clip.codec.toUpperCase()}/90000`,
    `a=fmtp:${VIDEO_TYPE} ${format(clip)}`,
    'a=control:trackID=1',
  ]
  const sound = [`m=audio 0 RTP/AVP ${SOUND_TYPE}`, `a=rtpmap:${SOUND_TYPE} PCMA/8000`, 'a=control:trackID=2']
  return [
    'v=0',
    'o=- 1 1 IN IP4 0.0.0.0',
    's=Media Presentation',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'a=range:npt=0-',
    ...video,
    ...(clip.sound ? sound : []),
    '',
  ].join('\r\n')
}
