// Alarm inputs and outputs of the device itself.
import type { Device } from '../device.ts'
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'

type Direction = 'input' | 'output'

const numbers = (device: Device, direction: Direction) =>
  Array.from({ length: direction === 'input' ? device.model.inputs : device.model.outputs }, (_, index) => index + 1)

function port(device: Device, direction: Direction, number: number): Element {
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
  const isActive = direction === 'input' && device.activeInputs.has(number)
  return titled(device.model.style, 'IOPortStatus', [
    x('ioPortID', number),
    x('ioPortType', direction),
    x('ioState', isActive ? 'active' : 'inactive'),
  ])
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
  { method: 'GET', path: `System/IO/${direction}s`, handle: list(direction) },
  { method: 'GET', path: `System/IO/${direction}s/{}`, handle: one(direction, port) },
  { method: 'GET', path: `System/IO/${direction}s/{}/status`, handle: one(direction, state) },
])
