// What a moving head says of itself: its spaces, its configuration and its node.
import { type HeadModel, type LensModel, ptzConfigToken, ptzNodeToken } from '../models.ts'
import { type Content, type Xml, x, xa } from '../xml.ts'

const SPACE = 'http://www.onvif.org/ver10/tptz'
export const SPACES = {
  panTiltPosition: `${SPACE}/PanTiltSpaces/PositionGenericSpace`,
  zoomPosition: `${SPACE}/ZoomSpaces/PositionGenericSpace`,
  panTiltTranslation: `${SPACE}/PanTiltSpaces/TranslationGenericSpace`,
  zoomTranslation: `${SPACE}/ZoomSpaces/TranslationGenericSpace`,
  panTiltVelocity: `${SPACE}/PanTiltSpaces/VelocityGenericSpace`,
  zoomVelocity: `${SPACE}/ZoomSpaces/VelocityGenericSpace`,
  panTiltSpeed: `${SPACE}/PanTiltSpaces/GenericSpeedSpace`,
  zoomSpeed: `${SPACE}/ZoomSpaces/ZoomGenericSpeedSpace`,
} as const

/** Seconds for which a motion without a time of its own goes on. */
export const DEFAULT_SECONDS = 10

const span = (name: string, min: number, max: number) => x(name, x('tt:Min', min), x('tt:Max', max))

const plane = (name: string, uri: string, min: number): Xml =>
  x(name, x('tt:URI', uri), span('tt:XRange', min, 1), span('tt:YRange', min, 1))
const line = (name: string, uri: string, min: number): Xml => x(name, x('tt:URI', uri), span('tt:XRange', min, 1))

export function spacesOf({ zoom, positions }: HeadModel): Content {
  return [
    positions && plane('tt:AbsolutePanTiltPositionSpace', SPACES.panTiltPosition, -1),
    positions && zoom && line('tt:AbsoluteZoomPositionSpace', SPACES.zoomPosition, 0),
    positions && plane('tt:RelativePanTiltTranslationSpace', SPACES.panTiltTranslation, -1),
    positions && zoom && line('tt:RelativeZoomTranslationSpace', SPACES.zoomTranslation, -1),
    plane('tt:ContinuousPanTiltVelocitySpace', SPACES.panTiltVelocity, -1),
    zoom && line('tt:ContinuousZoomVelocitySpace', SPACES.zoomVelocity, -1),
    line('tt:PanTiltSpeedSpace', SPACES.panTiltSpeed, 0),
    zoom && line('tt:ZoomSpeedSpace', SPACES.zoomSpeed, 0),
  ].filter((space) => space !== false)
}

export function ptzConfiguration(name: string, { number, head, profiles }: LensModel): Xml {
  const { zoom, positions } = head!
  return xa(
    name,
    { token: ptzConfigToken(number) },
    x('tt:Name', `PtzConfig ${number}`),
    x('tt:UseCount', profiles.length),
    x('tt:NodeToken', ptzNodeToken(number)),
    positions ? x('tt:DefaultAbsolutePantTiltPositionSpace', SPACES.panTiltPosition) : null,
    positions && zoom ? x('tt:DefaultAbsoluteZoomPositionSpace', SPACES.zoomPosition) : null,
    positions ? x('tt:DefaultRelativePanTiltTranslationSpace', SPACES.panTiltTranslation) : null,
    positions && zoom ? x('tt:DefaultRelativeZoomTranslationSpace', SPACES.zoomTranslation) : null,
    x('tt:DefaultContinuousPanTiltVelocitySpace', SPACES.panTiltVelocity),
    zoom ? x('tt:DefaultContinuousZoomVelocitySpace', SPACES.zoomVelocity) : null,
    x(
      'tt:DefaultPTZSpeed',
      xa('tt:PanTilt', { x: 1, y: 1, space: SPACES.panTiltSpeed }),
      zoom ? xa('tt:Zoom', { x: 1, space: SPACES.zoomSpeed }) : null,
    ),
    x('tt:DefaultPTZTimeout', `PT${DEFAULT_SECONDS}S`),
    x('tt:PanTiltLimits', plane('tt:Range', SPACES.panTiltPosition, -1)),
    zoom ? x('tt:ZoomLimits', line('tt:Range', SPACES.zoomPosition, 0)) : null,
  )
}

export function ptzNode(name: string, { number, head }: LensModel): Xml {
  return xa(
    name,
    { token: ptzNodeToken(number), FixedHomePosition: false },
    x('tt:Name', `PtzNode ${number}`),
    x('tt:SupportedPTZSpaces', spacesOf(head!)),
    x('tt:MaximumNumberOfPresets', head!.presets),
    x('tt:HomeSupported', head!.home),
  )
}
