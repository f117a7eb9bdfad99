// The appliance itself on the wire.
import { z } from 'zod'

/** How we stand with the hub's broker; the bridge tells it. */
export interface HubState {
  connected: boolean
  since: Date | null
  /** Public text. */
  lastError: string | null
  /** Without its login; null = no broker is set. */
  url: string | null
  prefix: string
  nodeId: string
  discovery: string
}

export const hubSchema = z
  .object({
    connected: z.boolean(),
    since: z.string().nullable(),
    last_error: z.string().nullable(),
    url: z.string().nullable(),
    prefix: z.string(),
    node_id: z.string(),
    discovery: z.string(),
  })
  .meta({ id: 'Hub', description: 'The link to the home-automation hub' })

export function hubOut(state: HubState): z.output<typeof hubSchema> {
  return {
    connected: state.connected,
    since: state.since?.toISOString() ?? null,
    last_error: state.lastError,
    url: state.url,
    prefix: state.prefix,
    node_id: state.nodeId,
    discovery: state.discovery,
  }
}
