// The media service of the first version: profiles, streams and encoders in H.264; of H.265 it does not know.
import type { Camera, Encoder } from '../camera.ts'
import { encoderToken, type LensModel, type ProfileModel, sizeOf, sourceConfigToken, sourceToken } from '../models.ts'
import { invalid, SoapFault } from '../soap.ts'
import { type Xml, x, xa } from '../xml.ts'
import { find, textAt } from '../xml-read.ts'
import { addressOf, forAdministrators, hostOf, type Question, type Service } from './operation.ts'
import { ptzConfiguration } from './ptz-documents.ts'

export interface Wanted {
  profile: ProfileModel
  lens: LensModel
}

/** The profile of that token; throws where there is none. */
export function profileOf({ camera, body }: Question, path = 'ProfileToken'): Wanted {
  const found = camera.profiles().find(({ profile }) => profile.token === textAt(body, path))
  if (!found) throw invalid('ter:NoProfile', 'The requested profile token does not exist')
  return found
}

export function encoderOf(camera: Camera, token: string | undefined): Encoder {
  const found = camera.encoders.get(token ?? '')
  if (!found) throw invalid('ter:NoConfig', 'The requested configuration does not exist')
  return found
}

export function streamAddress(question: Question, { profile }: Wanted): string {
  const { camera } = question
  return `rtsp://${hostOf(question)}:${camera.nat ? 554 : camera.ports.rtsp}/live/${profile.token}`
}

export function snapshotAddress(question: Question, { profile }: Wanted): string {
  if (question.camera.lacks.has('snapshot'))
    throw new SoapFault('Receiver', ['ter:ActionNotSupported'], 'There are no pictures')
  return addressOf(question, `snapshot/${profile.token}`)
}

export function sourceConfiguration(name: string, lens: LensModel): Xml {
  const { width, height } = sizeOf('main')
  return xa(
    name,
    { token: sourceConfigToken(lens.number) },
    x('tt:Name', `VideoSourceConfig ${lens.number}`),
    x('tt:UseCount', lens.profiles.length),
    x('tt:SourceToken', sourceToken(lens.number)),
    xa('tt:Bounds', { x: 0, y: 0, width, height }),
  )
}

export const audioSource = (name: string, lens: LensModel): Xml =>
  xa(
    name,
    { token: `AudioSourceConfig_${lens.number}` },
    ...[x('tt:Name', 'AudioSourceConfig'), x('tt:UseCount', 1), x('tt:SourceToken', `AudioSource_${lens.number}`)],
  )

const multicast = x(
  'tt:Multicast',
  x('tt:Address', x('tt:Type', 'IPv4'), x('tt:IPv4Address', '0.0.0.0')),
  ...[x('tt:Port', 0), x('tt:TTL', 0), x('tt:AutoStart', false)],
)

function encoderConfiguration(name: string, encoder: Encoder): Xml {
  return xa(
    name,
    { token: encoder.token },
    x('tt:Name', encoder.name),
    x('tt:UseCount', 1),
    x('tt:Encoding', encoder.codec),
    x('tt:Resolution', x('tt:Width', encoder.width), x('tt:Height', encoder.height)),
    x('tt:Quality', encoder.quality),
    x(
      'tt:RateControl',
      x('tt:FrameRateLimit', encoder.frameRate),
      x('tt:EncodingInterval', 1),
      x('tt:BitrateLimit', encoder.kbps),
    ),
    x('tt:H264', x('tt:GovLength', encoder.gop), x('tt:H264Profile', 'Main')),
    multicast,
    x('tt:SessionTimeout', 'PT60S'),
  )
}

function audioEncoder(lens: LensModel): Xml {
  return xa(
    'tt:AudioEncoderConfiguration',
    { token: `AudioEncoder_${lens.number}` },
    ...[x('tt:Name', 'AudioEncoder'), x('tt:UseCount', 1), x('tt:Encoding', 'G711'), x('tt:Bitrate', 64)],
    ...[x('tt:SampleRate', 8), multicast, x('tt:SessionTimeout', 'PT60S')],
  )
}

function profile(camera: Camera, name: string, { profile, lens }: Wanted): Xml {
  return xa(
    name,
    { token: profile.token, fixed: true },
    x('tt:Name', profile.name),
    sourceConfiguration('tt:VideoSourceConfiguration', lens),
    profile.audio ? audioSource('tt:AudioSourceConfiguration', lens) : null,
    encoderConfiguration('tt:VideoEncoderConfiguration', encoderOf(camera, encoderToken(profile.token))),
    profile.audio ? audioEncoder(lens) : null,
    lens.head && !camera.lacks.has('ptz') ? ptzConfiguration('tt:PTZConfiguration', lens) : null,
  )
}

/** This version can say H.264 and no more. */
const inH264 = ({ camera }: Question) => camera.profiles().filter(({ profile }) => profile.codec === 'H264')
const encodersInH264 = ({ camera }: Question) => [...camera.encoders.values()].filter(({ codec }) => codec === 'H264')

const range = (name: string, min: number, max: number) => x(name, x('tt:Min', min), x('tt:Max', max))

/** Takes what a client wrote into an encoder; throws when a value cannot be. */
export function writeEncoder(encoder: Encoder, question: Question, gop: string | undefined): void {
  const at = (path: string) => textAt(question.body, `Configuration/${path}`)
  const number = (path: string, old: number) => (at(path) === undefined ? old : Number(at(path)))
  const next = {
    width: number('Resolution/Width', encoder.width),
    height: number('Resolution/Height', encoder.height),
    quality: number('Quality', encoder.quality),
    frameRate: number('RateControl/FrameRateLimit', encoder.frameRate),
    kbps: number('RateControl/BitrateLimit', encoder.kbps),
    gop: gop === undefined ? encoder.gop : Number(gop),
  }
  const isKnownSize = [sizeOf('main'), sizeOf('sub')].some(
    ({ width, height }) => width === next.width && height === next.height,
  )
  const fits = next.quality >= 0 && next.quality <= 6 && next.frameRate >= 1 && next.frameRate <= 25
  if (!isKnownSize || !fits || !(next.kbps >= 32 && next.kbps <= 8192) || !(next.gop >= 1 && next.gop <= 400))
    throw invalid('ter:ConfigModify', 'The configuration parameters are not possible to set')
  Object.assign(encoder, next)
}

export const media: Service = {
  GetProfiles: (question) =>
    x(
      'trt:GetProfilesResponse',
      inH264(question).map((wanted) => profile(question.camera, 'trt:Profiles', wanted)),
    ),
  GetProfile: (question) => x('trt:GetProfileResponse', profile(question.camera, 'trt:Profile', profileOf(question))),
  GetVideoSources: ({ camera }) =>
    x(
      'trt:GetVideoSourcesResponse',
      camera.model.lenses.map(({ number }) => {
        const { width, height, frameRate } = sizeOf('main')
        const size = x('tt:Resolution', x('tt:Width', width), x('tt:Height', height))
        return xa('trt:VideoSources', { token: sourceToken(number) }, x('tt:Framerate', frameRate), size)
      }),
    ),
  GetVideoSourceConfigurations: ({ camera }) =>
    x(
      'trt:GetVideoSourceConfigurationsResponse',
      camera.model.lenses.map((lens) => sourceConfiguration('trt:Configurations', lens)),
    ),
  GetStreamUri: (question) =>
    x(
      'trt:GetStreamUriResponse',
      x(
        'trt:MediaUri',
        x('tt:Uri', streamAddress(question, profileOf(question))),
        ...[x('tt:InvalidAfterConnect', false), x('tt:InvalidAfterReboot', false), x('tt:Timeout', 'PT0S')],
      ),
    ),
  GetSnapshotUri: (question) =>
    x(
      'trt:GetSnapshotUriResponse',
      x(
        'trt:MediaUri',
        x('tt:Uri', snapshotAddress(question, profileOf(question))),
        ...[x('tt:InvalidAfterConnect', false), x('tt:InvalidAfterReboot', false), x('tt:Timeout', 'PT0S')],
      ),
    ),
  GetVideoEncoderConfigurations: (question) =>
    x(
      'trt:GetVideoEncoderConfigurationsResponse',
      encodersInH264(question).map((encoder) => encoderConfiguration('trt:Configurations', encoder)),
    ),
  GetVideoEncoderConfiguration: ({ camera, body }) =>
    x(
      'trt:GetVideoEncoderConfigurationResponse',
      encoderConfiguration('trt:Configuration', encoderOf(camera, textAt(body, 'ConfigurationToken'))),
    ),
  GetVideoEncoderConfigurationOptions: () =>
    x(
      'trt:GetVideoEncoderConfigurationOptionsResponse',
      x(
        'trt:Options',
        range('tt:QualityRange', 0, 6),
        x(
          'tt:H264',
          [sizeOf('main'), sizeOf('sub')].map(({ width, height }) =>
            x('tt:ResolutionsAvailable', x('tt:Width', width), x('tt:Height', height)),
          ),
          range('tt:GovLengthRange', 1, 400),
          range('tt:FrameRateRange', 1, 25),
          range('tt:EncodingIntervalRange', 1, 1),
          ...[x('tt:H264ProfilesSupported', 'Baseline'), x('tt:H264ProfilesSupported', 'Main')],
        ),
      ),
    ),
  SetVideoEncoderConfiguration(question) {
    forAdministrators(question)
    const token = find(question.body, 'Configuration')?.attributes.token
    const encoder = encoderOf(question.camera, token)
    writeEncoder(encoder, question, textAt(question.body, 'Configuration/H264/GovLength'))
    return x('trt:SetVideoEncoderConfigurationResponse')
  },
}
