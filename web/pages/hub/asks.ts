// What the page of the home hub asks the API.
import type { ownBrokerSchema } from '../../../core/api/own-broker.wire.ts'
import { ask } from '../../api.ts'
import type { HubOut } from '../../wire.ts'

export type InsideOut = (typeof ownBrokerSchema)['_output']

const post = (what: string) => ask<HubOut>(`/api/hub/${what}`, { method: 'POST', body: {} })

export const asks = {
  announce: () => post('announce'),
  newEntityIds: () => post('entity-ids'),
  newNodeId: () => post('node-id'),
  inside: (signal?: AbortSignal) => ask<InsideOut>('/api/hub/broker', { signal }),
}
