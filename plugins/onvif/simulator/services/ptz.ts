// The PTZ service: nodes and configurations, motions, home and presets.
import type { LensModel } from '../models.ts'
import { ptzConfigToken, ptzNodeToken } from '../models.ts'
import type { Head, Position } from '../ptz/head.ts'
import { invalid, notSupported, secondsOf } from '../soap.ts'
import { x, xa } from '../xml.ts'
import { find, textAt } from '../xml-read.ts'
import { profileOf } from './media.ts'
import type { Question, Service } from './operation.ts'
import { DEFAULT_SECONDS, ptzConfiguration, ptzNode, SPACES } from './ptz-documents.ts'

const MOST_SECONDS = 300

function headOf(question: Question): Head {
  const head = question.camera.heads.get(profileOf(question).lens.number)
  if (!head) throw invalid('ter:NoPTZProfile', 'The requested profile has no PTZ configuration')
  return head
}

const moving = ({ camera }: Question): LensModel[] => camera.model.lenses.filter(({ head }) => head)

/** What stands at that path: axes that are left out are undefined; values beyond -1 and 1 are refused. */
function vector({ body }: Question, path: string, refusal: string): Partial<Position> {
  const [panTilt, zoom] = [find(body, `${path}/PanTilt`), find(body, `${path}/Zoom`)]
  const number = (text: string | undefined) => {
    const value = Number(text ?? Number.NaN)
    if (!(Math.abs(value) <= 1)) throw invalid(refusal, 'The value is out of bounds')
    return value
  }
  return {
    ...(panTilt ? { pan: number(panTilt.attributes.x), tilt: number(panTilt.attributes.y) } : {}),
    ...(zoom ? { zoom: number(zoom.attributes.x) } : {}),
  }
}

function withPositions(question: Question): Head {
  const head = headOf(question)
  if (!head.model.positions) throw notSupported(question.body.name)
  return head
}

function presetOf(question: Question, head: Head) {
  const token = textAt(question.body, 'PresetToken')
  const preset = head.presets.find((one) => one.token === token)
  if (!preset) throw invalid('ter:NoToken', 'The requested preset token does not exist')
  return preset
}

export const ptz: Service = {
  GetNodes: (question) =>
    x(
      'tptz:GetNodesResponse',
      moving(question).map((lens) => ptzNode('tptz:PTZNode', lens)),
    ),
  GetNode(question) {
    const lens = moving(question).find(({ number }) => ptzNodeToken(number) === textAt(question.body, 'NodeToken'))
    if (!lens) throw invalid('ter:NoEntity', 'No such PTZ node on the device')
    return x('tptz:GetNodeResponse', ptzNode('tptz:PTZNode', lens))
  },
  GetConfigurations: (question) =>
    x(
      'tptz:GetConfigurationsResponse',
      moving(question).map((lens) => ptzConfiguration('tptz:PTZConfiguration', lens)),
    ),
  GetConfiguration(question) {
    const wanted = textAt(question.body, 'PTZConfigurationToken')
    const lens = moving(question).find(({ number }) => ptzConfigToken(number) === wanted)
    if (!lens) throw invalid('ter:NoConfig', 'The requested configuration does not exist')
    return x('tptz:GetConfigurationResponse', ptzConfiguration('tptz:PTZConfiguration', lens))
  },
  GetStatus(question) {
    const head = headOf(question)
    const { pan, tilt, zoom } = head.at()
    const isMoving = head.moving()
    const word = (moves: boolean) => (moves ? 'MOVING' : 'IDLE')
    const position = x(
      'tt:Position',
      xa('tt:PanTilt', { x: pan.toFixed(4), y: tilt.toFixed(4), space: SPACES.panTiltPosition }),
      head.model.zoom ? xa('tt:Zoom', { x: zoom.toFixed(4), space: SPACES.zoomPosition }) : null,
    )
    return x(
      'tptz:GetStatusResponse',
      x(
        'tptz:PTZStatus',
        head.model.positions ? position : null,
        x(
          'tt:MoveStatus',
          x('tt:PanTilt', word(isMoving.panTilt)),
          head.model.zoom ? x('tt:Zoom', word(isMoving.zoom)) : null,
        ),
        x('tt:UtcTime', question.camera.clock().toISOString()),
      ),
    )
  },
  ContinuousMove(question) {
    const head = headOf(question)
    const speed = vector(question, 'Velocity', 'ter:InvalidVelocity')
    const timeout = textAt(question.body, 'Timeout')
    const seconds = timeout === undefined || timeout === '' ? DEFAULT_SECONDS : secondsOf(timeout)
    if (seconds === null || seconds > MOST_SECONDS)
      throw invalid('ter:TimeoutNotSupported', 'The specified timeout argument is not within the supported range')
    if (!head.model.zoom) delete speed.zoom
    head.drive(speed, seconds)
    return x('tptz:ContinuousMoveResponse')
  },
  AbsoluteMove(question) {
    const head = withPositions(question)
    const to = vector(question, 'Position', 'ter:InvalidPosition')
    if ((to.zoom ?? 0) < 0) throw invalid('ter:InvalidPosition', 'The requested position is out of bounds')
    head.travel(to, vector(question, 'Speed', 'ter:InvalidSpeed'))
    return x('tptz:AbsoluteMoveResponse')
  },
  RelativeMove(question) {
    const head = withPositions(question)
    const way = vector(question, 'Translation', 'ter:InvalidTranslation')
    const here = head.at()
    // In the generic spaces 1 is the whole way: as far as from -1 to 1, the ends of what pans and tilts.
    const to = {
      ...(way.pan === undefined ? {} : { pan: here.pan + way.pan * 2, tilt: here.tilt + (way.tilt ?? 0) * 2 }),
      ...(way.zoom === undefined ? {} : { zoom: here.zoom + way.zoom }),
    }
    head.travel(to, vector(question, 'Speed', 'ter:InvalidSpeed'))
    return x('tptz:RelativeMoveResponse')
  },
  Stop(question) {
    const head = headOf(question)
    // What is left out is meant; only a false keeps an axis going.
    const means = (name: string) => textAt(question.body, name) !== 'false'
    head.stop({ panTilt: means('PanTilt'), zoom: means('Zoom') })
    return x('tptz:StopResponse')
  },
  GotoHomePosition(question) {
    const head = headOf(question)
    if (!head.model.home) throw notSupported('GotoHomePosition')
    head.travel(head.home, vector(question, 'Speed', 'ter:InvalidSpeed'))
    return x('tptz:GotoHomePositionResponse')
  },
  SetHomePosition(question) {
    const head = headOf(question)
    if (!head.model.home) throw notSupported('SetHomePosition')
    head.home = head.at()
    return x('tptz:SetHomePositionResponse')
  },
  GetPresets(question) {
    const head = headOf(question)
    return x(
      'tptz:GetPresetsResponse',
      head.presets.map(({ token, name, position }) =>
        xa(
          'tptz:Preset',
          { token },
          x('tt:Name', name),
          head.model.positions
            ? x(
                'tt:PTZPosition',
                xa('tt:PanTilt', { x: position.pan, y: position.tilt, space: SPACES.panTiltPosition }),
                head.model.zoom ? xa('tt:Zoom', { x: position.zoom, space: SPACES.zoomPosition }) : null,
              )
            : null,
        ),
      ),
    )
  },
  GotoPreset(question) {
    const head = headOf(question)
    head.travel(presetOf(question, head).position, vector(question, 'Speed', 'ter:InvalidSpeed'))
    return x('tptz:GotoPresetResponse')
  },
  SetPreset(question) {
    const head = headOf(question)
    const [token, name] = ['PresetToken', 'PresetName'].map((path) => textAt(question.body, path) || undefined)
    const position = head.at()
    if (token !== undefined) {
      const preset = presetOf(question, head)
      Object.assign(preset, { position, name: name ?? preset.name })
      return x('tptz:SetPresetResponse', x('tptz:PresetToken', token))
    }
    if (name !== undefined && head.presets.some((one) => one.name === name))
      throw invalid('ter:PresetExist', 'The requested name already exists for another preset')
    if (head.presets.length >= head.model.presets)
      throw invalid('ter:TooManyPresets', 'Maximum number of presets reached')
    let number = 1
    while (head.presets.some((one) => one.token === `Preset_${number}`)) number++
    head.presets.push({ token: `Preset_${number}`, name: name ?? `Preset ${number}`, position })
    return x('tptz:SetPresetResponse', x('tptz:PresetToken', `Preset_${number}`))
  },
  RemovePreset(question) {
    const head = headOf(question)
    head.presets.splice(head.presets.indexOf(presetOf(question, head)), 1)
    return x('tptz:RemovePresetResponse')
  },
}
