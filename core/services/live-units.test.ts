// Times of live pictures one by one, over what a relay begins anew.
import { expect, test } from 'bun:test'
import type { Fragment } from '../media/fragment.ts'
import type { Consumer, Relay } from '../media/relay.ts'
import { initOf, pictureOf } from '../testing/h264.ts'
import type { Live } from './live.ts'
import { createLiveUnits } from './live-units.ts'
import type { Ticket } from './tickets.ts'

const KEY_FRAME = [Buffer.from([0x65, 1])]
const init = initOf(Buffer.from([0x67, 1]), Buffer.from([0x68, 1]))
const START = Date.UTC(2026, 5, 1)

function start() {
  let consumer: Consumer = {}
  const relay = {
    join(joined: Consumer) {
      consumer = joined
      return () => {}
    },
  } as unknown as Relay
  const live: Pick<Live, 'relay'> = { relay: () => relay }
  const times: number[] = []
  const ticket = { object: { type: 'live', channelId: 1, quality: 'sub' } } as Ticket
  const onUnits = (units: { shownAt: number }[]) => void times.push(...units.map(({ shownAt }) => shownAt))
  createLiveUnits({ live }).join(ticket, { onUnits, onEnd() {} })
  const epochs = [1, 2, 3].map((id): Fragment['epoch'] => ({ id, init, mime: 'video/mp4', width: 160, height: 120 }))
  /** A picture of 200 ms. */
  function feed(epoch: number, decodeTime: number, secondsOfDay: number): void {
    consumer.onFragment?.({
      ...{ epoch: epochs[epoch - 1] as Fragment['epoch'], key: true, decodeTime, duration: 0.2 },
      ...{ data: pictureOf(KEY_FRAME, { seconds: decodeTime }), time: START + secondsOfDay * 1000 },
    })
  }
  return { times, feed }
}

const rounded = (times: number[]) => times.map((time) => Math.round(time * 1000) / 1000)

test('they begin with 0, and go on by the clock where the relay begins anew', () => {
  const { times, feed } = start()
  feed(1, 7, 100)
  feed(1, 7.2, 100.2)
  feed(2, 0, 103)
  feed(2, 0.2, 103.2)
  expect(rounded(times)).toEqual([0, 0.2, 3, 3.2])
})

test('they never go back, whatever becomes of the clock', () => {
  const { times, feed } = start()
  feed(1, 0, 7200)
  feed(1, 0.2, 7200.2)
  // An hour earlier, and then where it would be by the first.
  feed(2, 5, 3600)
  feed(2, 5.2, 3600.2)
  feed(3, 0, 7201)
  expect(rounded(times)).toEqual([0, 0.2, 0.4, 0.6, 1])
})
