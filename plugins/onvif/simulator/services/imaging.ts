// The imaging service: brightness and the like of each lens, with its limits.
import type { ImagingSettings } from '../camera.ts'
import { sourceToken } from '../models.ts'
import { invalid } from '../soap.ts'
import { type Xml, x } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import type { Question, Service } from './operation.ts'

const LEVELS = ['Brightness', 'ColorSaturation', 'Contrast', 'Sharpness'] as const
const FILTERS = ['ON', 'OFF', 'AUTO'] as const
const MODES = ['ON', 'OFF'] as const

function settingsOf({ camera, body }: Question): ImagingSettings {
  const lens = camera.model.lenses.find(({ number }) => sourceToken(number) === textAt(body, 'VideoSourceToken'))
  const settings = lens && camera.imaging.get(lens.number)
  if (!settings) throw invalid('ter:NoSource', 'The requested video source does not exist')
  return settings
}

const range = (name: string, min: number, max: number): Xml => x(name, x('tt:Min', min), x('tt:Max', max))
const refuse = () => invalid('ter:SettingsInvalid', 'The requested settings are incorrect')

/** The number at that path, or what stood there before. */
function level({ body }: Question, path: string, old: number): number {
  const text = textAt(body, `ImagingSettings/${path}`)
  const value = text === undefined ? old : Number(text || Number.NaN)
  if (!(value >= 0 && value <= 100)) throw refuse()
  return value
}

function word<Word extends string>({ body }: Question, path: string, words: readonly Word[], old: Word): Word {
  const text = textAt(body, `ImagingSettings/${path}`)
  const found = text === undefined ? old : words.find((one) => one === text)
  if (found === undefined) throw refuse()
  return found
}

export const imaging: Service = {
  GetImagingSettings(question) {
    const settings = settingsOf(question)
    const { Brightness, ColorSaturation, Contrast, Sharpness, IrCutFilter, WideDynamicRange } = settings
    return x(
      'timg:GetImagingSettingsResponse',
      x(
        'timg:ImagingSettings',
        x('tt:Brightness', Brightness),
        x('tt:ColorSaturation', ColorSaturation),
        x('tt:Contrast', Contrast),
        x('tt:IrCutFilter', IrCutFilter),
        x('tt:Sharpness', Sharpness),
        x('tt:WideDynamicRange', x('tt:Mode', WideDynamicRange.mode), x('tt:Level', WideDynamicRange.level)),
      ),
    )
  },
  SetImagingSettings(question) {
    const settings = settingsOf(question)
    // Either everything is taken or nothing.
    const levels = Object.fromEntries(LEVELS.map((name) => [name, level(question, name, settings[name])]))
    const IrCutFilter = word(question, 'IrCutFilter', FILTERS, settings.IrCutFilter)
    const WideDynamicRange = {
      mode: word(question, 'WideDynamicRange/Mode', MODES, settings.WideDynamicRange.mode),
      level: level(question, 'WideDynamicRange/Level', settings.WideDynamicRange.level),
    }
    Object.assign(settings, levels, { IrCutFilter, WideDynamicRange })
    return x('timg:SetImagingSettingsResponse')
  },
  GetOptions(question) {
    settingsOf(question)
    return x(
      'timg:GetOptionsResponse',
      x(
        'timg:ImagingOptions',
        range('tt:Brightness', 0, 100),
        range('tt:ColorSaturation', 0, 100),
        range('tt:Contrast', 0, 100),
        FILTERS.map((filter) => x('tt:IrCutFilterModes', filter)),
        range('tt:Sharpness', 0, 100),
        x(
          'tt:WideDynamicRange',
          MODES.map((mode) => x('tt:Mode', mode)),
          range('tt:Level', 0, 100),
        ),
      ),
    )
  },
}
