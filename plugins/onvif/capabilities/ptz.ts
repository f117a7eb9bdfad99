// Moves cameras over ONVIF: speeds that end by themselves, ways, places, home and presets, each in the scales of the camera's own node.
import { z } from 'zod'
import { Fault, type Preset, type Ptz, type PtzVector } from '#plugin'
import { escapeXml } from '../letters.ts'
import { listOf, maybe, text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'
import {
  abilitiesOf,
  configuration,
  type Head,
  headOf,
  node,
  type Place,
  placeOf,
  signed,
  status,
  valueAt,
} from './ptz-head.ts'

/** How a channel is called and reached; `configuration` null: nothing there can be moved. */
export interface Steered {
  name: string
  profile: string
  configuration: string | null
}

export interface PtzOptions {
  client: OnvifClient
  /** Throws Fault `not-found` for a channel that is unknown. */
  steered(sourceKey: string): Steered
  after(ms: number, run: () => void): Disposable
}

const NAMESPACE = 'http://www.onvif.org/ver20/ptz/wsdl'
const SCHEMA = 'http://www.onvif.org/ver10/schema'
/** For the way to the camera, so that its own end of a move comes first. */
const GRACE_MS = 500

const element = (name: string, inner: string) => `<${name} xmlns="${NAMESPACE}">${inner}</${name}>`
const within = (name: string, inner: string) => `<${name}>${inner}</${name}>`

const Nodes = z.object({ getNodesResponse: z.object({ PTZNode: listOf(node) }) })
const Configurations = z.object({ getConfigurationsResponse: z.object({ PTZConfiguration: listOf(configuration) }) })
const Status = z.object({ getStatusResponse: z.object({ PTZStatus: status }) })
const preset = z.object({ $: z.object({ token: z.string().min(1) }), name: maybe(text) })
const Presets = z.object({ getPresetsResponse: maybe(z.object({ preset: listOf(preset) })) })
const Made = z.object({ setPresetResponse: z.object({ presetToken: text }) })

interface Vector {
  panTilt: { x: number; y: number } | null
  zoom: number | null
}

/** Axes that the camera does not have are not named: some refuse even a nothing. */
function written({ panTilt, zoom }: Vector): string {
  const plane = panTilt ? `<PanTilt x="${panTilt.x}" y="${panTilt.y}" xmlns="${SCHEMA}"/>` : ''
  return plane + (zoom === null ? '' : `<Zoom x="${zoom}" xmlns="${SCHEMA}"/>`)
}

/** Speeds and ways: signed shares of what the head has, in its own scale. */
function vectorOf({ panTilt, zoom }: Head['speed'], by: PtzVector): Vector {
  return {
    panTilt: panTilt?.y ? { x: signed(by.pan, panTilt.x), y: signed(by.tilt, panTilt.y) } : null,
    zoom: zoom ? signed(by.zoom, zoom.x) : null,
  }
}

/** `end` stops what still moves by our own timer. */
export function createPtz({ client, steered, after }: PtzOptions): { verbs: Ptz; end(): Promise<void> } {
  let learned: Promise<Map<string, Head>> | null = null
  /** Stops that are still to come, by channel. */
  const coming = new Map<string, Disposable>()
  let takesTimeout = true

  async function learn(): Promise<Map<string, Head>> {
    const what = 'say how it can be moved'
    const [nodes, configurations] = await Promise.all([
      client.ask(what, 'ptz', element('GetNodes', ''), Nodes),
      client.ask(what, 'ptz', element('GetConfigurations', ''), Configurations),
    ])
    const known = new Map(nodes.getNodesResponse.PTZNode.map((each) => [each.$.token, each]))
    return new Map(
      configurations.getConfigurationsResponse.PTZConfiguration.flatMap((each) => {
        const described = known.get(each.nodeToken)
        return described ? [[each.$.token, headOf(described, each)] as const] : []
      }),
    )
  }

  async function headAt(sourceKey: string): Promise<{ name: string; profile: string; head: Head }> {
    const { name, profile, configuration: wanted } = steered(sourceKey)
    if (wanted === null) throw new Fault('unsupported', `${name} is a camera that cannot be moved.`)
    learned ??= learn()
    const heads = await learned.catch((error: unknown) => {
      learned = null
      throw error
    })
    const head = heads.get(wanted)
    if (!head) throw new Fault('unsupported', `${name} does not say how it can be moved.`)
    return { name, profile, head }
  }

  function order<T>(what: string, operation: string, profile: string, inner: string, schema: z.ZodType<T>): Promise<T> {
    const body = element(operation, within('ProfileToken', escapeXml(profile)) + inner)
    return client.ask(what, 'ptz', body, schema)
  }
  const tell = async (what: string, operation: string, profile: string, inner = '') =>
    void (await order(what, operation, profile, inner, z.unknown()))

  function forget(sourceKey: string): void {
    coming.get(sourceKey)?.[Symbol.dispose]()
    coming.delete(sourceKey)
  }

  /** Without a word about the axes Stop means all of them; some cameras want to be told. */
  async function halt(sourceKey: string): Promise<void> {
    const { profile, head } = await headAt(sourceKey)
    const { panTilt, zoom } = abilitiesOf(head)
    const axes = (panTilt ? within('PanTilt', 'true') : '') + (zoom ? within('Zoom', 'true') : '')
    await tell('stop', 'Stop', profile, axes)
  }

  /** Many cameras take the time of a move and do not keep to it. */
  function stopLater(sourceKey: string, ms: number): void {
    const timer = after(ms + GRACE_MS, () => {
      coming.delete(sourceKey)
      halt(sourceKey).catch(() => undefined)
    })
    coming.set(sourceKey, timer)
  }

  async function drive(profile: string, velocity: string, seconds: number): Promise<void> {
    const time = within('Timeout', `PT${Number(seconds.toFixed(3))}S`)
    if (takesTimeout) {
      try {
        return await tell('move', 'ContinuousMove', profile, velocity + time)
      } catch (error) {
        const refused = error instanceof Fault && String(error.cause).includes('TimeoutNotSupported')
        if (!refused) throw error
        takesTimeout = false
      }
    }
    await tell('move', 'ContinuousMove', profile, velocity)
  }

  async function whereIs(profile: string, head: Head): Promise<Place> {
    const inner = await order('say where it looks', 'GetStatus', profile, '', Status)
    return placeOf(head, inner.getStatusResponse.PTZStatus)
  }

  async function going(
    sourceKey: string,
    what: string,
    operation: string,
    inner: (head: Head, name: string) => string,
  ) {
    const { name, profile, head } = await headAt(sourceKey)
    const more = inner(head, name)
    forget(sourceKey)
    await tell(what, operation, profile, more)
  }

  async function presetsOf(sourceKey: string): Promise<{ profile: string; head: Head; presets: Preset[] }> {
    const { name, profile, head } = await headAt(sourceKey)
    if (head.presets === 0) throw new Fault('unsupported', `${name} keeps no presets.`)
    const told = await order('list its presets', 'GetPresets', profile, '', Presets)
    const presets = told.getPresetsResponse?.preset ?? []
    return {
      ...{ profile, head },
      presets: presets.map(({ $: { token }, name: called }) => ({ token, name: called?.trim() || `Preset ${token}` })),
    }
  }

  async function known(sourceKey: string, token: string) {
    const found = await presetsOf(sourceKey)
    if (!found.presets.some((each) => each.token === token)) throw new Fault('not-found', 'Preset not found')
    return found
  }
  const named = (token: string) => within('PresetToken', escapeXml(token))

  const verbs: Ptz = {
    abilities: async (sourceKey) => abilitiesOf((await headAt(sourceKey)).head),
    async move(sourceKey, speed, seconds) {
      const { name, profile, head } = await headAt(sourceKey)
      if (!abilitiesOf(head).continuous) throw new Fault('unsupported', `${name} can only be sent to places.`)
      forget(sourceKey)
      // Before it is sent: an answer that is lost leaves the camera moving.
      stopLater(sourceKey, seconds * 1000)
      await drive(profile, within('Velocity', written(vectorOf(head.speed, speed))), seconds)
    },
    async stop(sourceKey) {
      await headAt(sourceKey)
      forget(sourceKey)
      await halt(sourceKey)
    },
    relative: (sourceKey, by) =>
      going(sourceKey, 'move by a way', 'RelativeMove', ({ way }, name) => {
        if (!way.panTilt && !way.zoom) throw new Fault('unsupported', `${name} cannot be moved by a way.`)
        return within('Translation', written(vectorOf(way, by)))
      }),
    async absolute(sourceKey, to) {
      const { name, profile, head } = await headAt(sourceKey)
      const { panTilt, zoom } = head.place
      if (!panTilt && !zoom) throw new Fault('unsupported', `${name} cannot be sent to a place.`)
      const turns = panTilt?.y && (to.pan !== undefined || to.tilt !== undefined)
      // Pan and tilt are one: what is not named must be said as it is.
      const here = turns && (to.pan === undefined || to.tilt === undefined) ? (await whereIs(profile, head)).raw : null
      if (turns && (to.pan === undefined || to.tilt === undefined) && !here)
        throw new Fault('unsupported', `${name} does not say where it looks: name pan and tilt together.`)
      const x = to.pan === undefined ? here?.x : panTilt && valueAt((to.pan + 1) / 2, panTilt.x)
      const y = to.tilt === undefined ? here?.y : panTilt?.y && valueAt((to.tilt + 1) / 2, panTilt.y)
      const vector: Vector = {
        panTilt: turns && typeof x === 'number' && typeof y === 'number' ? { x, y } : null,
        zoom: zoom && to.zoom !== undefined ? valueAt(to.zoom, zoom.x) : null,
      }
      if (!vector.panTilt && vector.zoom === null) return
      forget(sourceKey)
      await tell('move to a place', 'AbsoluteMove', profile, within('Position', written(vector)))
    },
    async position(sourceKey) {
      const { profile, head } = await headAt(sourceKey)
      const { raw: _, ...place } = await whereIs(profile, head)
      return place
    },
    goHome: (sourceKey) =>
      going(sourceKey, 'go home', 'GotoHomePosition', ({ home }, name) => {
        if (!home) throw new Fault('unsupported', `${name} has no home position.`)
        return ''
      }),
    async setHome(sourceKey) {
      const { name, profile, head } = await headAt(sourceKey)
      if (!head.setHome) throw new Fault('unsupported', `${name} has no home position that can be set.`)
      await tell('set its home position', 'SetHomePosition', profile)
    },
    presets: async (sourceKey) => (await presetsOf(sourceKey)).presets,
    async goTo(sourceKey, token) {
      const { profile } = await known(sourceKey, token)
      forget(sourceKey)
      await tell('go to a preset', 'GotoPreset', profile, named(token))
    },
    async setPreset(sourceKey, name, token) {
      const { profile, head, presets } =
        token === undefined ? await presetsOf(sourceKey) : await known(sourceKey, token)
      if (token === undefined && head.presets !== null && presets.length >= head.presets)
        throw new Fault('conflict', 'This camera keeps as many presets as it can: remove one first.')
      const inner = within('PresetName', escapeXml(name)) + (token === undefined ? '' : named(token))
      const { setPresetResponse } = await order('keep a preset', 'SetPreset', profile, inner, Made)
      const { presets: found } = await presetsOf(sourceKey)
      const isNew = (each: Preset) => !presets.some((known) => known.token === each.token)
      // Cameras cut and change names; there are some that say 20 here and P020 in their list.
      const kept =
        found.find((each) => each.token === setPresetResponse.presetToken) ??
        found.find((each) => each.name === name && (token === undefined ? isNew(each) : each.token === token))
      if (!kept) throw new Fault('device-garbled', 'The camera took the preset and did not keep it.')
      return kept
    },
    async removePreset(sourceKey, token) {
      const { profile } = await known(sourceKey, token)
      await tell('remove a preset', 'RemovePreset', profile, named(token))
    },
  }

  return {
    verbs,
    async end() {
      const moving = [...coming.keys()]
      for (const key of moving) forget(key)
      await Promise.allSettled(moving.map(halt))
    },
  }
}
