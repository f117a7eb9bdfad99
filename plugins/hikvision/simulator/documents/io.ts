// Alarm inputs and outputs of the device itself.
import type { Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import { kept, readWritten, write } from './write.ts'

type Direction = 'input' | 'output'

const numbers = (device: Device, direction: Direction) =>
  Array.from({ length: direction === 'input' ? device.model.inputs : device.model.outputs }, (_, index) => index + 1)

function made(device: Device, direction: Direction, number: number): Element {
  return direction === 'input'
    ? titled(device.model.style, 'IOInputPort', [
        x('id', number),
        x('enabled', true),
        x('triggering', 'low'),
        x('name', device.model.family === 'camera' ? '' : `Input ${number}`),
      ])
    : titled(device.model.style, 'IOOutputPort', [
        x('id', number),
        x('PowerOnState', [x('defaultState', 'low'), x('outputState', 'pulse'), x('pulseDuration', 5000)]),
        x('name'),
      ])
}

function state(device: Device, direction: Direction, number: number): Element {
  const isActive = (direction === 'input' ? device.activeInputs : device.activeOutputs).has(number)
  return titled(device.model.style, 'IOPortStatus', [
    x('ioPortID', number),
    x('ioPortType', direction),
    x('ioState', isActive ? 'active' : 'inactive'),
  ])
}

const keyOf = (direction: Direction, number: number) => `${direction}/${number}`

const port = (device: Device, direction: Direction, number: number): Element =>
  kept(device, keyOf(direction, number), () => made(device, direction, number))

/** High is on. It stays on until it is told otherwise. */
const trigger: Handler = (question, [text]) => {
  const { device, path } = question
  const number = Number(text)
  if (!numbers(device, 'output').includes(number)) return refuse(device, path, 'notSupport')
  const written = readWritten(question, x('IOPortData', [x('outputState', 'low')]))
  if (typeof written === 'string') return refuse(device, path, written, 400)
  const state = textAt(written, 'outputState')
  if (state !== 'high' && state !== 'low') return refuse(device, path, 'badParameters')
  device.activeOutputs[state === 'high' ? 'add' : 'delete'](number)
  return refuse(device, path, 'ok')
}

const change =
  (direction: Direction): Handler =>
  (question, [text]) => {
    const { device, path } = question
    const number = Number(text)
    if (!numbers(device, direction).includes(number)) return refuse(device, path, 'notSupport')
    return write(question, { key: keyOf(direction, number), before: port(device, direction, number) })
  }

const listName = { input: 'IOInputPortList', output: 'IOOutputPortList' } as const

const list =
  (direction: Direction): Handler =>
  ({ device, path }) => {
    const all = numbers(device, direction)
    return all.length === 0
      ? refuse(device, path, 'notSupport')
      : page(
          device,
          titled(
            device.model.style,
            listName[direction],
            all.map((number) => port(device, direction, number)),
          ),
        )
  }

const one =
  (direction: Direction, write: (device: Device, direction: Direction, number: number) => Element): Handler =>
  ({ device, path }, [text]) => {
    const number = Number(text)
    return numbers(device, direction).includes(number)
      ? page(device, write(device, direction, number))
      : refuse(device, path, 'notSupport')
  }

export const ioRoutes: Route[] = (['input', 'output'] as const).flatMap((direction): Route[] => [
  { method: 'PUT', path: `System/IO/${direction}s/{}`, handle: change(direction) },
  { method: 'GET', path: `System/IO/${direction}s`, handle: list(direction) },
  { method: 'GET', path: `System/IO/${direction}s/{}`, handle: one(direction, port) },
  { method: 'GET', path: `System/IO/${direction}s/{}/status`, handle: one(direction, state) },
])

ioRoutes.push({ method: 'PUT', path: 'System/IO/outputs/{}/trigger', handle: trigger })
