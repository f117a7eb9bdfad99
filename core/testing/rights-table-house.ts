// What is sent to the routes of what a household arranges for itself, and its people for themselves: stream links, walls, webhooks, templates.
import { browserAt } from './rights-stand.ts'
import type { Sent } from './rights-table.ts'
import type { Parameter } from './rights-table-vibenvr.ts'

/** See `PARAMETERS`. */
export const PARAMETERS_OF_HOUSE: Record<string, Parameter> = {
  'stream-links/:id': { of: 'link' },
  'walls/:id': { of: 'wall' },
  'push/:id': { of: 'push' },
  'webhooks/:id': { of: 'webhook' },
  'templates/:id': { of: 'template' },
}

const TEMPLATE = { kind: 'rights', name: 'made', document: { remote: { channels: { preview: 'all' } } } }

export const SENT_TO_HOUSE: Record<string, Sent | Sent[]> = {
  'PUT /api/user/alarm/seen': { keys: 'writing', body: () => ({ until: '2026-01-01T00:00:00Z' }) },
  'POST /api/events/acknowledge': [
    { about: 'event', body: ({ event }) => ({ ids: [event], acknowledged: true }) },
    { about: 'alarm', body: ({ alarm }) => ({ ids: [alarm], acknowledged: true }) },
  ],
  'POST /api/events/remove': [
    { about: 'event', body: ({ event }) => ({ ids: [event] }) },
    { about: 'alarm', body: ({ alarm }) => ({ ids: [alarm] }) },
  ],
  'POST /api/device/:device/channels/infor/sync': { body: ({ channel }) => ({ channel_ids: [channel] }) },
  'PUT /api/device/:device/channels/infor': {
    body: ({ channel }) => ({ channels: [{ channel_id: channel, main: { vbr_upper_cap: 2048 } }] }),
  },
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
  'GET /api/push': { keys: 'none' },
  'POST /api/push': { keys: 'none', body: () => browserAt('https://localhost/') },
  'PUT /api/push/:id': { keys: 'none', body: () => ({ kinds: ['face'] }) },
  'DELETE /api/push/:id': { keys: 'none' },
  'POST /api/push/:id/test': { keys: 'none' },
  'POST /api/webhooks': { body: () => ({ name: 'made', url: 'http://192.0.2.97/made' }) },
  'PUT /api/webhooks/:id': { body: () => ({ name: 'Renamed' }) },
  'DELETE /api/webhooks/:id': {},
  'POST /api/webhooks/:id/secret': {},
  'POST /api/webhooks/:id/test': {},
  'POST /api/templates': { body: () => TEMPLATE },
  'PUT /api/templates/:id': { body: () => ({ ...TEMPLATE, name: 'renamed' }) },
  'DELETE /api/templates/:id': {},
}
