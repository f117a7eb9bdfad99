// Moves cameras (WIRE 9): speeds that end by themselves, places, presets without the commands among them, and home.
import { Fault, type Preset, type Ptz, type PtzVector } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { escapeXml, flag, int, list, text } from '../isapi/xml.ts'
import { canMove, type Knowledge, keyOf } from './channels.ts'
import type { Input } from './documents.ts'
import {
  abilitiesOf,
  isCommand,
  type Motor,
  moveDocument,
  type Place,
  placeDocument,
  readMotor,
  readPlace,
  shareOf,
  valueAt,
} from './ptz-document.ts'
import { inputOf } from './writing.ts'

export interface PtzOptions {
  client: IsapiClient
  knowledge(): Knowledge
  after(ms: number, run: () => void): Disposable
}

/** Some cameras and the wires behind some recorders lose a stop, and nobody tells. */
const STOP_AGAIN_MS = 300
const NOTHING: PtzVector = { pan: 0, tilt: 0, zoom: 0 }
/** As high as presets go where a camera does not say. */
const HIGHEST_PRESET = 255

/** `end` stops what still moves by our own timer. */
export function createPtz({ client, knowledge, after }: PtzOptions): { verbs: Ptz; end(): Promise<void> } {
  /** Stops that are still to come, by channel. */
  const coming = new Map<string, { timer: Disposable; isMoving: boolean }>()
  /** What was announced and refused when it was asked for. */
  const refused = new Set<string>()

  function steered(sourceKey: string): { input: Input; path: string; motor: Motor } {
    const known = knowledge()
    const input = inputOf(known, sourceKey)
    if (!canMove(known, input)) throw new Fault('unsupported', `${input.name} is a camera that cannot be moved.`)
    const motor = readMotor(known.ptz.get(keyOf(input)) ?? null)
    return { input, path: `/ISAPI/PTZCtrl/channels/${input.number}`, motor }
  }

  const put = async (path: string, xml: string) => void (await client.put(path, xml))

  function forget(sourceKey: string): void {
    coming.get(sourceKey)?.timer[Symbol.dispose]()
    coming.delete(sourceKey)
  }

  function stopLater(sourceKey: string, ms: number, isMoving: boolean): void {
    forget(sourceKey)
    const timer = after(ms, () => {
      coming.delete(sourceKey)
      // Nobody waits for it, and what fails is tried once more.
      const sent = halt(sourceKey).catch(() => undefined)
      if (isMoving) void sent.then(() => coming.has(sourceKey) || stopLater(sourceKey, STOP_AGAIN_MS, false))
    })
    coming.set(sourceKey, { timer, isMoving })
  }

  function halt(sourceKey: string): Promise<void> {
    const { path, motor } = steered(sourceKey)
    return put(`${path}/continuous`, moveDocument(motor, NOTHING))
  }

  /** What a camera announces and then does not have is not asked for again. */
  async function once(name: string, work: () => Promise<void>): Promise<boolean> {
    if (refused.has(name)) return false
    try {
      await work()
      return true
    } catch (error) {
      if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
      refused.add(name)
      return false
    }
  }

  async function home(sourceKey: string, verb: '' | '/goto'): Promise<void> {
    const { input, path, motor } = steered(sourceKey)
    forget(sourceKey)
    const done = motor.home && (await once(`home ${sourceKey}`, () => put(`${path}/homeposition${verb}`, '')))
    if (!done) throw new Fault('unsupported', `${input.name} has no home position.`)
  }

  async function whereIs(sourceKey: string): Promise<{ here: Place; places: NonNullable<Motor['places']> }> {
    const { input, path, motor } = steered(sourceKey)
    const here = motor.places && readPlace(await client.get(`${path}/status`))
    if (!motor.places || !here) throw new Fault('unsupported', `${input.name} does not say where it looks.`)
    return { here, places: motor.places }
  }

  async function send(sourceKey: string, place: Place): Promise<void> {
    forget(sourceKey)
    await put(`${steered(sourceKey).path}/absolute`, placeDocument(place))
  }

  async function presetsOf(sourceKey: string): Promise<{ id: number; name: string }[]> {
    const { path, motor, input } = steered(sourceKey)
    if (motor.presets === 0) throw new Fault('unsupported', `${input.name} keeps no presets.`)
    return list(await client.get(`${path}/presets`), 'PTZPreset').flatMap((item) => {
      const id = int(item, 'id')
      if (id === null || id < 1 || isCommand(id) || flag(item, 'enabled') === false) return []
      return [{ id, name: text(item, 'presetName') ?? `Preset ${id}` }]
    })
  }

  async function presetOf(sourceKey: string, token: string): Promise<string> {
    const known = (await presetsOf(sourceKey)).some(({ id }) => String(id) === token)
    if (!known) throw new Fault('not-found', 'Preset not found')
    return `${steered(sourceKey).path}/presets/${token}`
  }

  function freeId(taken: readonly { id: number }[], highest: number): number {
    for (let id = 1; id <= highest; id++) if (!isCommand(id) && !taken.some((preset) => preset.id === id)) return id
    throw new Fault('conflict', 'This camera keeps as many presets as it can: remove one first.')
  }

  const verbs: Ptz = {
    async abilities(sourceKey) {
      const { motor } = steered(sourceKey)
      const home = motor.home && !refused.has(`home ${sourceKey}`)
      return abilitiesOf({ ...motor, home })
    },
    async move(sourceKey, speed, seconds) {
      const { path, motor } = steered(sourceKey)
      const ms = Math.round(seconds * 1000)
      forget(sourceKey)
      const isMomentary = await (motor.momentary &&
        once(`momentary ${sourceKey}`, () => put(`${path}/momentary`, moveDocument(motor, speed, ms))))
      if (isMomentary) return
      // Before it is sent: an answer that is lost leaves the camera moving.
      stopLater(sourceKey, ms, true)
      await put(`${path}/continuous`, moveDocument(motor, speed))
    },
    async stop(sourceKey) {
      forget(sourceKey)
      stopLater(sourceKey, STOP_AGAIN_MS, false)
      await halt(sourceKey)
    },
    async absolute(sourceKey, to) {
      const { here, places } = await whereIs(sourceKey)
      await send(sourceKey, {
        azimuth: to.pan === undefined ? here.azimuth : valueAt((to.pan + 1) / 2, places.azimuth),
        elevation: to.tilt === undefined ? here.elevation : valueAt((1 - to.tilt) / 2, places.elevation),
        zoom: to.zoom === undefined || !places.zoom ? here.zoom : valueAt(to.zoom, places.zoom),
      })
    },
    async relative(sourceKey, by) {
      const { here, places } = await whereIs(sourceKey)
      const [west, east] = places.azimuth
      const isRound = east - west >= 3600
      const pan = shareOf(here.azimuth, places.azimuth) + by.pan
      await send(sourceKey, {
        // A whole circle has no end to stop at.
        azimuth: valueAt(isRound ? pan - Math.floor(pan) : pan, places.azimuth),
        elevation: valueAt(shareOf(here.elevation, places.elevation) - by.tilt, places.elevation),
        zoom:
          here.zoom === null || !places.zoom
            ? here.zoom
            : valueAt(shareOf(here.zoom, places.zoom) + by.zoom, places.zoom),
      })
    },
    async position(sourceKey) {
      const { here, places } = await whereIs(sourceKey)
      return {
        pan: shareOf(here.azimuth, places.azimuth) * 2 - 1,
        tilt: 1 - shareOf(here.elevation, places.elevation) * 2,
        zoom: here.zoom === null || !places.zoom ? null : shareOf(here.zoom, places.zoom),
        moving: null,
      }
    },
    goHome: (sourceKey) => home(sourceKey, '/goto'),
    setHome: (sourceKey) => home(sourceKey, ''),
    async presets(sourceKey) {
      return (await presetsOf(sourceKey)).map(({ id, name }): Preset => ({ token: String(id), name }))
    },
    async goTo(sourceKey, token) {
      const path = await presetOf(sourceKey, token)
      forget(sourceKey)
      await put(`${path}/goto`, '')
    },
    async setPreset(sourceKey, name, token) {
      const { path, motor } = steered(sourceKey)
      const known = await presetsOf(sourceKey)
      if (token !== undefined && !known.some(({ id }) => String(id) === token))
        throw new Fault('not-found', 'Preset not found')
      const id = token === undefined ? freeId(known, motor.presets ?? HIGHEST_PRESET) : Number(token)
      await put(
        `${path}/presets/${id}`,
        `<?xml version="1.0" encoding="UTF-8"?>
<PTZPreset>
<enabled>true</enabled>
<id>${id}</id>
<presetName>${escapeXml(name)}</presetName>
</PTZPreset>
`,
      )
      // Cameras cut and change names.
      const kept = (await presetsOf(sourceKey)).find((preset) => preset.id === id)
      if (!kept) throw new Fault('device-garbled', 'The camera took the preset and did not keep it.')
      return { token: String(id), name: kept.name }
    },
    async removePreset(sourceKey, token) {
      await client.remove(await presetOf(sourceKey, token))
    },
  }

  return {
    verbs,
    async end() {
      const moving = [...coming].filter(([, { isMoving }]) => isMoving).map(([key]) => key)
      for (const key of [...coming.keys()]) forget(key)
      await Promise.allSettled(moving.map(halt))
    },
  }
}
