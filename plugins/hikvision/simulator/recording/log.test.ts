// The device's log: pages, the silent end after two thousand, and models without it.
import { describe, expect, test } from 'bun:test'
import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import { call, texts } from '../testing/edit.ts'

const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({ model: 'nvr8', rtsp: false, now: () => new Date('2026-07-15T06:00:00Z'), ...options })

const search = (device: Simulator, from: string, until: string, position = 0, metaId = 'log.std-cgi.com') =>
  call(
    device.port,
    'POST',
    'ContentMgmt/logSearch',
    `<CMSearchDescription><searchID>CCCCCCCC-0000-0000-0000-000000000001</searchID><metaId>${metaId}</metaId>
<timeSpanList><timeSpan><startTime>${from}</startTime><endTime>${until}</endTime></timeSpan></timeSpanList>
<maxResults>100</maxResults><searchResultPostion>${position}</searchResultPostion></CMSearchDescription>`,
  )

async function all(device: Simulator, from: string, until: string, metaId?: string): Promise<string[]> {
  const found: string[] = []
  for (;;) {
    const { text } = await search(device, from, until, found.length, metaId)
    found.push(...texts(text, 'StartDateTime'))
    if (texts(text, 'responseStatusStrg')[0] !== 'MORE') return found
  }
}

describe('the log', () => {
  test('brings every entry of a day, in the wall clock', async () => {
    await using device = await start()
    const found = await all(device, '2026-07-10T00:00:00Z', '2026-07-10T23:59:59Z')
    const expected = device
      .log('2026-07-10')
      .map(({ at }) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}Z`)
    expect(found).toEqual(expected)
    expect(found).toHaveLength(120)
  })

  test('ends after 2000 and says OK', async () => {
    await using device = await start({ logsPerDay: 900 })
    expect(await all(device, '2026-07-01T00:00:00Z', '2026-07-10T23:59:59Z')).toHaveLength(2000)
    expect(await all(device, '2026-07-10T00:00:00Z', '2026-07-10T23:59:59Z')).toHaveLength(900)
  })

  test('filters by the first and the second word', async () => {
    await using device = await start()
    const words = async (metaId: string) =>
      new Set(
        texts((await search(device, '2026-07-10T00:00:00Z', '2026-07-12T00:00:00Z', 0, metaId)).text, 'metaId').map(
          (word) => word.split('/').slice(1, 3).join('/'),
        ),
      )
    const operations = await words('log.std-cgi.com/Operation')
    expect([...operations].every((word) => word.startsWith('Operation/'))).toBe(true)
    expect(operations.size).toBeGreaterThan(1)
    expect([...(await words('log.std-cgi.com/Exception/illlegealAccess'))]).toEqual(['Exception/illlegealAccess'])
    device.setQuirks(['minor-ignored'])
    expect((await words('log.std-cgi.com/Exception/hdFull')).size).toBeGreaterThan(1)
  })

  test('is not there on the camera', async () => {
    await using device = await start({ model: 'camera' })
    expect((await search(device, '2026-07-10T00:00:00Z', '2026-07-12T00:00:00Z')).status).toBe(403)
  })
})
