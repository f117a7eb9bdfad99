// Alarm inputs and outputs of the device itself, its first holiday, and its power (WIRE 2.6, 8.5, 9).
import { Fault, type Holiday, type Inputs, type Outputs, type Power } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { flag, list, readXml, text } from '../isapi/xml.ts'
import type { Writer } from './writing.ts'

interface Port {
  id: number
  name: string
  active: boolean | null
}

async function portsOf(client: IsapiClient, direction: 'input' | 'output', count: number): Promise<Port[]> {
  const root = `/ISAPI/System/IO/${direction}s`
  const { document } = await client.find(root)
  const items = list(document, direction === 'input' ? 'IOInputPort' : 'IOOutputPort')
  const numbers = Array.from({ length: count }, (_, index) => index + 1)
  const states = await Promise.all(numbers.map((id) => client.find(`${root}/${id}/status`)))
  const [first] = states
  if (!document && first?.fault) throw first.fault
  return numbers.map((id, index) => {
    const named = text(items.find((item) => text(item, 'id') === String(id)) ?? null, 'name')
    const state = text(states[index]?.document, 'ioState')?.toLowerCase()
    const label = direction === 'input' ? 'Alarm input' : 'Alarm output'
    return { id, name: named ?? `${label} ${id}`, active: state === undefined ? null : state === 'active' }
  })
}

export function createInputs(client: IsapiClient, count: number): Inputs {
  return { list: () => portsOf(client, 'input', count) }
}

export function createOutputs(client: IsapiClient, count: number): Outputs {
  return {
    list: () => portsOf(client, 'output', count),
    async set(id, active) {
      if (!Number.isInteger(id) || id < 1 || id > count)
        throw new Fault('not-found', 'This device has no alarm output of that number')
      const body = `<?xml version="1.0" encoding="UTF-8"?>
<IOPortData version="1.0" xmlns="http://www.isapi.org/ver20/XMLSchema">
<outputState>${active ? 'high' : 'low'}</outputState>
</IOPortData>
`
      await client.put(`/ISAPI/System/IO/outputs/${id}/trigger`, body)
    },
  }
}

/** The first holiday is the one that people switch by hand. */
export function createHoliday(client: IsapiClient, writer: Writer): Holiday {
  const path = '/ISAPI/System/Holidays'
  const stateOf = (xml: string) => ({ enabled: flag(list(readXml(xml), 'holiday')[0] ?? null, 'enabled') === true })
  return {
    async read() {
      return stateOf(await client.read(path))
    },
    async enable(enabled) {
      const edited = await writer.set(path, () => ({ 'holiday/enabled': String(enabled) }))
      const after = stateOf(edited.after)
      return {
        before: stateOf(edited.before),
        after,
        ignored: after.enabled === enabled ? [] : ['enabled'],
        rebootRequired: edited.rebootRequired,
      }
    },
  }
}

export function createPower(client: IsapiClient): Power {
  return {
    async reboot() {
      // A device that is there, and an order that is not given twice.
      await client.get('/ISAPI/System/deviceInfo')
      try {
        await client.put('/ISAPI/System/reboot', '', { repeatable: false })
      } catch (error) {
        // Some go at once, without an answer: only the network has failed then, which is a fault with a cause.
        const gone = error instanceof Fault && ['device-unreachable', 'device-garbled'].includes(error.kind)
        if (!gone || error.cause === undefined || error.cause instanceof Fault) throw error
      }
    },
  }
}
