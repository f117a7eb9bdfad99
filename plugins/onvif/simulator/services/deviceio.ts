// Relay outputs and digital inputs, in the device service's words and in those of the service of their own.
import { inputToken, relayToken } from '../events/topics.ts'
import { invalid } from '../soap.ts'
import { x, xa } from '../xml.ts'
import { textAt } from '../xml-read.ts'
import type { Service } from './operation.ts'

function relays(prefix: 'tds' | 'tmd'): Service {
  return {
    GetRelayOutputs: ({ camera }) =>
      x(
        `${prefix}:GetRelayOutputsResponse`,
        camera.relays.map((_, index) =>
          xa(
            `${prefix}:RelayOutputs`,
            { token: relayToken(index + 1) },
            x('tt:Properties', x('tt:Mode', 'Bistable'), x('tt:DelayTime', 'PT0S'), x('tt:IdleState', 'open')),
          ),
        ),
      ),
    SetRelayOutputState({ camera, body }) {
      const number =
        camera.relays.findIndex((_, index) => relayToken(index + 1) === textAt(body, 'RelayOutputToken')) + 1
      if (number === 0) throw invalid('ter:RelayToken', 'Unknown relay token reference')
      const state = textAt(body, 'LogicalState')
      if (state !== 'active' && state !== 'inactive') throw invalid('ter:InvalidArgs', 'Unknown logical state')
      camera.tell('relay', number, state === 'active')
      return x(`${prefix}:SetRelayOutputStateResponse`)
    },
  }
}

export const deviceRelays = relays('tds')

export const deviceio: Service = {
  ...relays('tmd'),
  GetDigitalInputs: ({ camera }) =>
    x(
      'tmd:GetDigitalInputsResponse',
      camera.inputs.map((_, index) => xa('tmd:DigitalInputs', { token: inputToken(index + 1), IdleState: 'open' })),
    ),
}
