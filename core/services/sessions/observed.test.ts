// Whatever is asked of a session: its faults are seen, and its answers come through as they are.
import { expect, test } from 'bun:test'
import { type DeviceSession, Fault, offers } from '#plugin'
import { observed } from './observed.ts'

const refused = new Fault('device-refused-login', 'The device refused the password')

/** The parts of a session that this is about. */
const session = (parts: object, withdrawn: string[] = []) =>
  observed(
    parts as DeviceSession,
    { seen: (fault) => seen.push(fault), prove, withdraw: (name) => gone.push(name) },
    withdrawn,
  )
const seen: Fault[] = []
const gone: string[] = []
const prove = async () => {}

test('a fault of any capability is seen before the caller gets it', async () => {
  seen.length = 0
  async function* pages() {
    yield [1]
    throw refused
  }
  const one = session({
    storage: { disks: async () => Promise.reject(refused) },
    footage: { times: 'local', search: pages, utcOffsetMinutesAt: () => 60 },
  })
  await expect(one.storage?.disks()).rejects.toBe(refused)
  expect(seen).toEqual([refused])
  const got: unknown[] = []
  const reading = (async () => {
    for await (const page of one.footage!.search({ sourceKeys: [], from: new Date(), to: new Date() })) got.push(page)
  })()
  await expect(reading).rejects.toBe(refused)
  expect([got, seen]).toEqual([[[1]], [refused, refused]])
  expect([one.footage?.times, one.footage?.utcOffsetMinutesAt(new Date())]).toEqual(['local', 60])
})

test('what a session does not have is not there', () => {
  const one = session({ storage: { disks: async () => [] } })
  expect([one.logs, one.footage, 'users' in one]).toEqual([undefined, undefined, false])
})

test('a capability of the whole device is withdrawn after its first "not supported", one of a channel and a refused write are not', async () => {
  gone.length = 0
  const no = async () => Promise.reject(new Fault('unsupported', 'The device does not know this'))
  const one = session({
    logs: { search: no },
    schedule: { read: no },
    storage: { disks: async () => [] },
    permissions: { write: no },
  })
  const query = { from: new Date(), to: new Date(), major: 'all', limit: 1 } as const
  await expect(one.logs!.search(query)).rejects.toThrow('does not know')
  await expect(one.schedule!.read('ip:1')).rejects.toThrow('does not know')
  await expect(one.permissions!.write(1, {})).rejects.toThrow('does not know')
  expect([gone, offers(one)]).toEqual([['logs'], ['schedule', 'storage', 'permissions']])
})

test('what was withdrawn before is not offered again', () => {
  const one = session({ logs: { search: async () => [] }, storage: { disks: async () => [] } }, ['logs'])
  expect([one.logs, offers(one)]).toEqual([undefined, ['storage']])
})
