// The broker inside the appliance on the wire.
import { z } from 'zod'

export interface OwnBrokerState {
  /** Switched on by its setting. */
  enabled: boolean
  running: boolean
  port: number
  /** Signed in, without our own link. */
  clients: number
  /** Public text: why it does not run. */
  problem: string | null
}

export const ownBrokerSchema = z
  .object({
    enabled: z.boolean(),
    running: z.boolean(),
    port: z.number(),
    clients: z.number(),
    problem: z.string().nullable(),
  })
  .meta({ id: 'OwnBroker', description: 'The MQTT broker inside the appliance, for a home without one' })
