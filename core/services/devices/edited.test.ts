// Which changes of a device are a person's: only those bring back what was deleted in the hub.
import { expect, test } from 'bun:test'
import { createDevicesStand } from '../../testing/devices-stand.ts'

test('adding and editing a device is told as a person’s doing, an edit that changes nothing is not told', async () => {
  await using stand = await createDevicesStand()
  stand.driver.add('192.0.2.5', 1)
  const edits: unknown[] = []
  using _ = stand.bus.on('device.changed', ({ edited }) => void (edited && edits.push(edited)))
  expect((await stand.ask('POST', '/api/devices', stand.form('192.0.2.5'))).status).toBe(201)
  expect(edits).toEqual([true])
  const edit = async (name: string) => expect((await stand.ask('PUT', '/api/devices/1', { name })).status).toBe(204)
  await edit('Gate')
  await edit('Gate')
  expect(edits).toEqual([true, true])
})
