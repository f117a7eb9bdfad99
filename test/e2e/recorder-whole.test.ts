// The recorder loses nothing between its files: eight cameras that send faster than they film, over many roll-overs.
import { expect, setDefaultTimeout, test } from 'bun:test'
import { startAppliance } from './appliance.ts'
import { startCameras } from './recorded.ts'
import { recordWhole } from './recorder-whole.ts'

setDefaultTimeout(240_000)

const SECONDS = 44

test('every picture that eight cameras send at four times real time is in one of their files', async () => {
  const eight = { count: 8, quality: 'main', speed: 4, seconds: SECONDS, sounding: 2, waits: true } as const
  await using cameras = await startCameras(eight)
  await using appliance = await startAppliance()
  await appliance.signIn()
  const counts = await recordWhole(appliance, cameras, { segmentSeconds: 10, seconds: 150 })
  const whole = SECONDS * cameras.fps
  for (const { sent, lost, recorded, inOrder, seconds } of counts) {
    expect({ sent, lost, recorded, inOrder }).toEqual({ sent: whole, lost: 0, recorded: whole, inOrder: true })
    expect(seconds).toBeCloseTo(SECONDS, 1)
  }
  expect(counts.reduce((sum, { files }) => sum + files - 1, 0)).toBeGreaterThanOrEqual(32)
  for (const { soundSeconds } of counts.slice(0, 2)) expect(Math.abs(soundSeconds - SECONDS)).toBeLessThan(0.5)
})
