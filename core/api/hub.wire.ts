// The link to the hub on the wire.
import { z } from 'zod'
import type { HubState } from '../domain/hub-link.ts'

export const hubSchema = z
  .object({
    connected: z.boolean(),
    since: z.string().nullable(),
    last_error: z.string().nullable(),
    stopped: z.boolean().meta({ description: 'Another appliance uses our node id; one of them needs another one' }),
    protocol: z.enum(['3.1.1', '5']).nullable(),
    url: z.string().nullable().meta({ description: 'Without user and password; null: no broker, or not yours to see' }),
    broker_version: z
      .string()
      .nullable()
      .meta({ description: 'As the broker tells it; null: it does not, or not yours to see' }),
    prefix: z.string(),
    node_id: z.string(),
    discovery: z.enum(['device', 'entity', 'off']),
    devices: z.int().meta({ description: 'What the hub is shown' }),
    entities: z.int(),
    messages: z.int().meta({ description: 'Retained messages of ours on the broker' }),
    withdrawn: z.array(z.string()).meta({ description: 'Names of what was deleted in the hub' }),
  })
  .meta({ id: 'Hub', description: 'The link to the home-automation hub' })

export const hubDeviceIn = z.object({
  device_id: z.int().positive().nullish().meta({ description: 'Null or absent: all devices' }),
})

/** `whole`: with what is the founder's alone. */
export function hubOut(state: HubState, whole: boolean): z.output<typeof hubSchema> {
  return {
    connected: state.connected,
    since: state.since?.toISOString() ?? null,
    last_error: whole ? state.lastError : null,
    stopped: state.stopped,
    protocol: state.protocol && (state.protocol === 5 ? '5' : '3.1.1'),
    url: whole ? state.url : null,
    broker_version: whole ? state.brokerVersion : null,
    prefix: state.prefix,
    node_id: state.nodeId,
    discovery: state.discovery,
    devices: state.devices,
    entities: state.entities,
    messages: state.messages,
    withdrawn: whole ? state.withdrawn : [],
  }
}
