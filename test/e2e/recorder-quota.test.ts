// A camera that sends faster than its quota allows: what is kept never exceeds it by more than a file, and what is protected stays.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { statSync } from 'node:fs'
import { startAppliance, until } from './appliance.ts'
import { addCameras, filesOn, filmsOf, setRules, startCameras, underWay } from './recorded.ts'

setDefaultTimeout(120_000)

const QUOTA = 10_000_000
/** Of film; about 2.5 MB, and a second of wall clock holds more than one of them. */
const SEGMENT_SECONDS = 10
const SPEED = 20
const FILES = 24

function sizeOf(path: string): number {
  try {
    return statSync(path).size
  } catch {
    // Removed since it was listed.
    return 0
  }
}

test('a quota is never exceeded by more than a file, however fast the camera sends, and protected files stay', async () => {
  await using cameras = await startCameras({ count: 1, quality: 'main', speed: SPEED })
  await using appliance = await startAppliance()
  const { data } = appliance
  await appliance.signIn()
  const [channel = 0] = await addCameras(appliance, cameras)
  const rule = { mode: 'continuous', segment_seconds: SEGMENT_SECONDS }
  await setRules(appliance, [channel], { ...rule, quota_bytes: QUOTA })
  const kept = () => filesOn(data).filter((path) => !path.includes('.recorder'))
  let most = 0
  let largest = 0
  const made = new Set<string>()
  const look = () => {
    const sizes = kept().map((path) => {
      made.add(path)
      return sizeOf(path)
    })
    most = Math.max(
      most,
      sizes.reduce((sum, size) => sum + size, 0),
    )
    largest = Math.max(largest, ...sizes)
  }
  await until('there are two files', () => filmsOf(data).length >= 2)
  const protect = await appliance.call<{ data: { protected: boolean } }>('PUT', '/api/recordings/2', {
    protected: true,
  })
  expect([protect.status, protect.body.data.protected]).toEqual([200, true])
  const stays = filmsOf(data)[1]?.path ?? ''
  await until('there were many', () => {
    look()
    return made.size >= FILES
  })
  expect(largest).toBeGreaterThan(QUOTA / 8)
  expect(most).toBeGreaterThan(QUOTA * 0.75)
  expect(most).toBeLessThanOrEqual(QUOTA + largest)
  expect(kept()).toContain(stays)

  await setRules(appliance, [channel], { ...rule, mode: 'off', quota_bytes: QUOTA })
  // A file goes before its row does, so both are looked at until they say the same.
  const known = () => filmsOf(data).map(({ path }) => path)
  await until('it is within its quota, and the list is what is on the disk', () => {
    look()
    const there = kept()
    const isWithin = there.reduce((sum, path) => sum + sizeOf(path), 0) <= QUOTA
    return underWay(data).length === 0 && isWithin && Bun.deepEquals(known().toSorted(), there.toSorted())
  })
  expect(kept()).toContain(stays)
})
