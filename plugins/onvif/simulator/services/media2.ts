// The media service of the second version, which knows H.265 and tells of configurations only when asked for them.
import type { Camera, Encoder } from '../camera.ts'
import { encoderToken, sizeOf } from '../models.ts'
import { type Xml, x, xa } from '../xml.ts'
import { all, find, textAt } from '../xml-read.ts'
import {
  audioSource,
  encoderOf,
  profileOf,
  snapshotAddress,
  sourceConfiguration,
  streamAddress,
  type Wanted,
  writeEncoder,
} from './media.ts'
import { forAdministrators, type Service } from './operation.ts'
import { ptzConfiguration } from './ptz-documents.ts'

function encoderConfiguration(name: string, encoder: Encoder): Xml {
  return xa(
    name,
    { token: encoder.token, GovLength: encoder.gop, Profile: 'Main' },
    x('tt:Name', encoder.name),
    x('tt:UseCount', 1),
    x('tt:Encoding', encoder.codec),
    x('tt:Resolution', x('tt:Width', encoder.width), x('tt:Height', encoder.height)),
    xa(
      'tt:RateControl',
      { ConstantBitRate: false },
      x('tt:FrameRateLimit', encoder.frameRate),
      x('tt:BitrateLimit', encoder.kbps),
    ),
    x('tt:Quality', encoder.quality),
  )
}

function profile(camera: Camera, { profile, lens }: Wanted, wanted: Set<string>): Xml {
  const asks = (type: string) => wanted.has(type) || wanted.has('All')
  const hasHead = lens.head && !camera.lacks.has('ptz')
  const parts = [
    asks('VideoSource') ? sourceConfiguration('tr2:VideoSource', lens) : null,
    asks('AudioSource') && profile.audio ? audioSource('tr2:AudioSource', lens) : null,
    asks('VideoEncoder')
      ? encoderConfiguration('tr2:VideoEncoder', encoderOf(camera, encoderToken(profile.token)))
      : null,
    asks('PTZ') && hasHead ? ptzConfiguration('tr2:PTZ', lens) : null,
  ]
  return xa(
    'tr2:Profiles',
    { token: profile.token, fixed: true },
    x('tr2:Name', profile.name),
    wanted.size > 0 ? x('tr2:Configurations', parts) : null,
  )
}

export const media2: Service = {
  GetProfiles({ camera, body }) {
    const token = textAt(body, 'Token')
    const wanted = new Set(all(body, 'Type').map(({ text }) => text))
    const profiles = camera.profiles().filter((one) => !token || one.profile.token === token)
    return x(
      'tr2:GetProfilesResponse',
      profiles.map((one) => profile(camera, one, wanted)),
    )
  },
  GetVideoSourceConfigurations: ({ camera }) =>
    x(
      'tr2:GetVideoSourceConfigurationsResponse',
      camera.model.lenses.map((lens) => sourceConfiguration('tr2:Configurations', lens)),
    ),
  GetStreamUri: (question) => x('tr2:GetStreamUriResponse', x('tr2:Uri', streamAddress(question, profileOf(question)))),
  GetSnapshotUri: (question) =>
    x('tr2:GetSnapshotUriResponse', x('tr2:Uri', snapshotAddress(question, profileOf(question)))),
  GetVideoEncoderConfigurations({ camera, body }) {
    const token = textAt(body, 'ConfigurationToken')
    const encoders = token ? [encoderOf(camera, token)] : [...camera.encoders.values()]
    return x(
      'tr2:GetVideoEncoderConfigurationsResponse',
      encoders.map((encoder) => encoderConfiguration('tr2:Configurations', encoder)),
    )
  },
  GetVideoEncoderConfigurationOptions: () =>
    x(
      'tr2:GetVideoEncoderConfigurationOptionsResponse',
      ['H264', 'H265'].map((codec) =>
        xa(
          'tr2:Options',
          { GovLengthRange: '1 400', FrameRatesSupported: '25 20 15 10 5 1', ProfilesSupported: 'Main' },
          x('tt:Encoding', codec),
          x('tt:QualityRange', x('tt:Min', 0), x('tt:Max', 6)),
          [sizeOf('main'), sizeOf('sub')].map(({ width, height }) =>
            x('tt:ResolutionsAvailable', x('tt:Width', width), x('tt:Height', height)),
          ),
          x('tt:BitrateRange', x('tt:Min', 32), x('tt:Max', 8192)),
        ),
      ),
    ),
  SetVideoEncoderConfiguration(question) {
    forAdministrators(question)
    const { attributes } = find(question.body, 'Configuration') ?? { attributes: {} as Record<string, string> }
    writeEncoder(encoderOf(question.camera, attributes.token), question, attributes.GovLength)
    return x('tr2:SetVideoEncoderConfigurationResponse')
  },
}
