// Alarms on their way to the hub: at once and unpaced, ON, event and last alarm at the beginning, OFF at the end.
import type { Alarm } from '../domain/alarm.ts'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import { eventTypes, type HubChannel, type HubModel } from './entities.ts'
import type { Message, RetainedTree } from './retained.ts'
import { alarmState, eventOf, lastAlarmStates, placeKey, recordingState } from './states.ts'
import type { Place, Topics } from './topics.ts'

interface Deps {
  model(): HubModel
  topics(): Topics
  tree: Pick<RetainedTree, 'urge' | 'wanted'>
  /** Only while there is a connection: what happens meanwhile is not told later. */
  send(message: Message): void
  /** Alarms that go on. */
  open(): readonly Alarm[]
  newest(deviceId: number, channelNo: number | null): Alarm | null
  /** An alarm that the hub is told of. Gives whether a picture is taken of it. */
  onBegan(alarm: Alarm): boolean
}

export interface AlarmFeed {
  tell(alarm: Alarm, change: 'began' | 'updated' | 'ended'): void
  /** The newest alarm there; null = none yet. */
  last(place: Place): Alarm | null
}

export function createAlarmFeed({ model, topics, tree, send, open, newest, onBegan }: Deps): AlarmFeed {
  const latest = new Map<string, Alarm | null>()

  /** Where the hub shows it, and which kinds it was told to expect there; null for what it does not know. */
  function find(alarm: Alarm): { place: Place; kinds: readonly AlarmKind[]; channel?: HubChannel } | null {
    const device = model().devices.find(({ id }) => id === alarm.deviceId)
    if (!device?.watched) return null
    const { hubKey } = device
    if (alarm.channelId === null) return { place: { hubKey, channelNo: null }, kinds: device.alarms }
    const channel = device.channels.find(({ id }) => id === alarm.channelId)
    return channel ? { place: { hubKey, channelNo: channel.channelNo }, kinds: channel.alarms, channel } : null
  }

  /** Two inputs of one place share what the hub shows of it. */
  const goesOn = ({ id, deviceId, channelId, kind }: Alarm) =>
    open().some((one) => one.id !== id && one.deviceId === deviceId && one.channelId === channelId && one.kind === kind)

  return {
    tell(alarm, change) {
      const found = find(alarm)
      if (!found) return
      const { place, kinds, channel } = found
      const state = alarmState(topics(), place, alarm.kind, change !== 'ended' || goesOn(alarm))
      if (change !== 'updated' && tree.wanted(state.topic)) tree.urge(state)
      if (change !== 'updated' && channel?.recording === 'alarm') {
        const recording = recordingState(topics(), place, channel, open())
        if (recording && tree.wanted(recording.topic)) tree.urge(recording)
      }
      if (change === 'began') {
        // Taking one is begun here, and is told after this event in any case.
        const image = onBegan(alarm) || alarm.pictureComes === true
        const payload = eventOf(alarm, place, eventTypes(kinds), image)
        send({ topic: topics().event(place), payload, qos: 1, retain: false })
      } else if (latest.get(placeKey(place))?.id !== alarm.id) return
      latest.set(placeKey(place), alarm)
      for (const entry of lastAlarmStates(topics(), place, alarm, model().publicUrl))
        if (tree.wanted(entry.topic)) tree.urge(entry)
    },
    last(place) {
      const key = placeKey(place)
      const device = model().devices.find(({ hubKey }) => hubKey === place.hubKey)
      if (!latest.has(key)) latest.set(key, device ? newest(device.id, place.channelNo) : null)
      return latest.get(key) ?? null
    },
  }
}
