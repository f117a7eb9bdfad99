// Relay outputs and digital inputs of a camera: ONVIF knows them by tokens, we by number in the camera's order.
import { z } from 'zod'
import { Fault, type Inputs, type Outputs } from '#plugin'
import { escapeXml } from '../letters.ts'
import { listOf, maybe, text } from '../shapes.ts'
import type { OnvifClient } from '../soap.ts'
import { ifThere } from './optional.ts'
import { isOn, type Told } from './topics.ts'

const DEVICE = 'http://www.onvif.org/ver10/device/wsdl'
const DEVICE_IO = 'http://www.onvif.org/ver10/deviceIO/wsdl'

const named = z.object({ $: z.object({ token: z.string().min(1) }) })
const relay = named.extend({ properties: maybe(z.object({ mode: text })) })
const Relays = z.object({ getRelayOutputsResponse: maybe(z.object({ relayOutputs: listOf(relay) })) })
const Contacts = z.object({ getDigitalInputsResponse: maybe(z.object({ digitalInputs: listOf(named) })) })

export interface Ports {
  /** Null where the camera has none. */
  inputs: Inputs | null
  outputs: Outputs | null
  /** The number of an input, from 1; null for a token that is none of the camera's. */
  inputOf(token: string): number | null
  /** Takes from a message how a relay or an input stands, which no camera tells when it is asked. */
  heard(told: Told): void
}

export interface PortsOptions {
  /** For so long after the beginning a list waits for states, which come with the first messages; 0: none will come. */
  patienceMs?: number
  /** Ends with the session. */
  signal?: AbortSignal
}

const PORT = /(?:^|:|\/)(?:Relay|DigitalInput)$/

/** Asks the camera what it has: at most two questions. */
export async function learnPorts(client: OnvifClient, { patienceMs = 0, signal }: PortsOptions = {}): Promise<Ports> {
  const [relays, contacts] = await Promise.all([
    ifThere(client, client.ask('list its relays', 'device', `<GetRelayOutputs xmlns="${DEVICE}"/>`, Relays)),
    client.has('deviceIO')
      ? ifThere(client, client.ask('list its inputs', 'deviceIO', `<GetDigitalInputs xmlns="${DEVICE_IO}"/>`, Contacts))
      : null,
  ])
  const outputs = relays?.getRelayOutputsResponse?.relayOutputs ?? []
  const inputs = (contacts?.getDigitalInputsResponse?.digitalInputs ?? []).map(({ $: { token } }) => token)
  const tokens = new Set([...inputs, ...outputs.map(({ $: { token } }) => token)])
  /** How they stand, as far as anybody has said. */
  const states = new Map<string, boolean>()
  const first = Promise.withResolvers<void>()
  if (patienceMs > 0 && tokens.size > 0) {
    const timer = setTimeout(first.resolve, patienceMs)
    signal?.addEventListener('abort', () => first.resolve(), { once: true })
    void first.promise.then(() => clearTimeout(timer))
  } else first.resolve()

  async function list(label: string, own: string[]) {
    await first.promise
    return own.map((token, at) => ({ id: at + 1, name: `${label} ${at + 1}`, active: states.get(token) ?? null }))
  }

  async function set(id: number, active: boolean): Promise<void> {
    const found = outputs[id - 1]
    if (!found) throw new Fault('not-found', 'This device has no alarm output of that number')
    const { token } = found.$
    const state = `<LogicalState>${active ? 'active' : 'inactive'}</LogicalState>`
    const body = `<SetRelayOutputState xmlns="${DEVICE}"><RelayOutputToken>${escapeXml(token)}</RelayOutputToken>${state}</SetRelayOutputState>`
    await client.ask('switch its relay', 'device', body, z.unknown())
    // One that falls back by itself after a while does not stay as it was set.
    if (found.properties?.mode.toLowerCase() === 'bistable') states.set(token, active)
    else states.delete(token)
  }

  return {
    inputs: inputs.length === 0 ? null : { list: () => list('Alarm input', inputs) },
    outputs:
      outputs.length === 0
        ? null
        : {
            list: () =>
              list(
                'Alarm output',
                outputs.map(({ $: { token } }) => token),
              ),
            set,
          },
    inputOf(token) {
      const at = inputs.indexOf(token)
      return at < 0 ? null : at + 1
    },
    heard({ topic, source, data }) {
      if (!PORT.test(topic.trim())) return
      const token = Object.values(source).find((value) => tokens.has(value))
      const [name, value] = Object.entries(data)[0] ?? []
      const active = name === undefined || value === undefined ? null : isOn(name, value)
      if (token === undefined || active === null) return
      states.set(token, active)
      if ([...tokens].every((one) => states.has(one))) first.resolve()
    },
  }
}
