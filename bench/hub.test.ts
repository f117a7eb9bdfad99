// The traffic of bench/hub.ts, faster and without the stop-watch: what must be right on any machine.
import { expect, test } from 'bun:test'
import { hasMosquitto } from '../core/testing/mosquitto.ts'
import { disorder, PAIRS, sendPairs, throughUs } from './hub/pairs.ts'

if (!hasMosquitto) console.warn('mosquitto is not installed: a storm of alarms over 64 channels is not tested')

const WORDS = ['ON', 'event', 'OFF'] as const

test.skipIf(!hasMosquitto)(
  'each of 1,000 alarms over 64 channels is one ON, one event and one OFF, in order, none doubled',
  async () => {
    await using appliance = await throughUs()
    const traffic = await sendPairs(appliance, WORDS, 5)
    expect(disorder(traffic, WORDS)).toEqual([])
    expect([...traffic.given.values()].reduce((sum, count) => sum + count)).toBe(PAIRS)
  },
  120_000,
)
