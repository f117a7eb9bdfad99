// What is sent to the routes of what a household arranges for itself, and its people for themselves: stream links, walls, webhooks, templates.
import type { Sent } from './rights-table.ts'
import type { Parameter } from './rights-table-vibenvr.ts'

/** See `PARAMETERS`. */
export const PARAMETERS_OF_HOUSE: Record<string, Parameter> = {
  'stream-links/:id': { of: 'link' },
  'walls/:id': { of: 'wall' },
  'webhooks/:id': { of: 'webhook' },
  'templates/:id': { of: 'template' },
}

const TEMPLATE = { kind: 'rights', name: 'made', document: { remote: { channels: { preview: 'all' } } } }

export const SENT_TO_HOUSE: Record<string, Sent | Sent[]> = {
  'GET /api/stream-links': { keys: 'none' },
  'POST /api/stream-links': {
    keys: 'none',
    right: 'view',
    about: 'channel',
    body: ({ channel }) => ({ channel_id: channel, name: 'made' }),
  },
  'DELETE /api/stream-links/:id': { keys: 'none' },
  'POST /api/walls': {
    keys: 'writing',
    right: 'view',
    about: 'channel',
    body: ({ channel }) => ({ name: 'made', channel_ids: [channel] }),
  },
  'PUT /api/walls/:id': { keys: 'writing', body: () => ({ name: 'Renamed', columns: 3 }) },
  'DELETE /api/walls/:id': { keys: 'writing' },
  'POST /api/webhooks': { body: () => ({ name: 'made', url: 'http://192.0.2.97/made' }) },
  'PUT /api/webhooks/:id': { body: () => ({ name: 'Renamed' }) },
  'DELETE /api/webhooks/:id': {},
  'POST /api/webhooks/:id/secret': {},
  'POST /api/webhooks/:id/test': {},
  'POST /api/templates': { body: () => TEMPLATE },
  'PUT /api/templates/:id': { body: () => ({ ...TEMPLATE, name: 'renamed' }) },
  'DELETE /api/templates/:id': {},
}
