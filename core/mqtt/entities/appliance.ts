// The appliance itself as a device of the hub (DISCOVERY 12).
import type { HubModel } from '../hub-model.ts'
import type { Topics } from '../topics.ts'
import { type Announced, build, connectivity, diagnostic, onOff } from './build.ts'

const PRODUCT = 'Porchlight'

/** `name`: another one than the model's where that is taken. */
export function describeAppliance(model: HubModel, topics: Topics, name: string): Announced {
  const { version, databaseBytes, problems } = model
  const device = { name, manufacturer: PRODUCT, model: 'Appliance', sw_version: version }
  const it = build({ topics, model }, { place: null, owner: 'bridge', device })
  const up = [{ topic: topics.status }]
  // The sensor of the connection itself must also be readable while there is none.
  const always = [{ topic: topics.status, value_template: "{{ 'online' }}" }]
  it.add('online', { ...connectivity, state_topic: topics.status }, always)
  const tag = { icon: 'mdi:tag', ...diagnostic }
  it.add('version', { platform: 'sensor', name: 'Version', ...tag }, up, { state: version })
  it.add('started', { platform: 'sensor', name: 'Last start', device_class: 'timestamp', ...diagnostic }, up)
  const size = {
    platform: 'sensor',
    name: 'Database size',
    device_class: 'data_size',
    unit_of_measurement: 'MB',
    state_class: 'measurement',
    suggested_display_precision: 1,
    ...diagnostic,
  }
  it.add('database_size', size, up, { state: (databaseBytes / 1e6).toFixed(1) })
  const problem = { platform: 'binary_sensor', name: 'Problem', device_class: 'problem', ...diagnostic }
  it.add('problem', problem, up, {
    state: onOff(problems.length > 0),
    attributes: { topic: topics.attributes(null, 'problem'), values: { problems: [...problems] } },
  })
  it.add('sync', { platform: 'button', name: 'Sync all', icon: 'mdi:sync' }, up)
  it.add('announce', { platform: 'button', name: 'Announce again', icon: 'mdi:bullhorn', ...diagnostic }, up)
  return it
}
