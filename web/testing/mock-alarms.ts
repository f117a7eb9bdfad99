// Alarms of the pretend appliance: the list, which of them are new, and what is done with many at once.
import type { AlarmOut, ChannelOut, DeviceOut, SeenOut } from '../wire.ts'
import { alarmAt } from './mock-data.ts'

const AT_ONCE = 25

interface Deps {
  channels: ChannelOut[]
  devices: DeviceOut[]
  tell: (name: string, data: unknown) => void
}

export function createMockAlarms({ channels, devices, tell }: Deps) {
  let alarms: AlarmOut[] = devices.length > 0 ? Array.from({ length: 70 }, (_, n) => alarmAt(n, channels, devices)) : []
  let until: string | null = null
  let made = 0
  const json = (data: unknown) => Response.json(data)

  function page(query: URLSearchParams): Response {
    const is = (name: string, fits: (value: string, alarm: AlarmOut) => boolean) => {
      const value = query.get(name)
      return (alarm: AlarmOut) => !value || fits(value, alarm)
    }
    const tests = [
      is('device_id', (value, alarm) => String(alarm.device_id) === value),
      is('channel_id', (value, alarm) => String(alarm.channel_id) === value),
      is('event', (value, alarm) => value.split(',').includes(alarm.kind)),
      is('from', (value, alarm) => alarm.created_at >= value),
      is('to', (value, alarm) => alarm.created_at < value),
      is('open', (value, alarm) => value !== 'true' || alarm.ended_at === null),
      is('acknowledged', (value, alarm) => (alarm.acknowledged_at !== null) === (value === 'true')),
      is('cursor_id', (value, alarm) => alarm.id < Number(value)),
    ]
    const found = alarms.filter((alarm) => tests.every((fits) => fits(alarm)))
    const items = found.slice(0, AT_ONCE)
    const last = items.at(-1)
    return json({
      items,
      next_cursor_time: last?.created_at ?? null,
      next_cursor_id: last?.id ?? null,
      has_more: found.length > AT_ONCE,
    })
  }

  const seen = (): SeenOut => ({
    until,
    unseen: alarms.filter(({ created_at }) => until === null || created_at > until).length,
  })
  function mark(ids: number[], isSeenTo: boolean): AlarmOut[] {
    const said = isSeenTo ? { at: new Date().toISOString(), by: 'anna' } : { at: null, by: null }
    alarms = alarms.map((alarm) =>
      ids.includes(alarm.id) ? { ...alarm, acknowledged_at: said.at, acknowledged_by: said.by } : alarm,
    )
    return alarms.filter(({ id }) => ids.includes(id))
  }
  const drop = (ids: number[]) => {
    alarms = alarms.filter(({ id }) => !ids.includes(id))
  }

  return {
    /** Null: asked for something else. */
    answer(method: string, url: URL, path: string, body: Record<string, unknown>): Response | null {
      const id = Number(path.split('/').at(-1))
      const ids = Array.isArray(body.ids) ? (body.ids as number[]) : []
      switch (`${method} ${path.replace(/\/\d+$/, '/:id')}`) {
        case 'GET /api/user/alarm':
          return page(url.searchParams)
        case 'GET /api/user/alarm/seen':
          return json(seen())
        case 'PUT /api/user/alarm/seen':
          until = String(body.until)
          tell('alarm.seen', seen())
          return json(seen())
        case 'DELETE /api/user/alarm/:id':
          drop([id])
          return json({ detail: 'Alarm deleted successfully' })
        case 'DELETE /api/user/alarm': {
          const deleted_count = alarms.length
          alarms = []
          return json({ detail: 'All alarms deleted', deleted_count })
        }
        case 'GET /api/events':
          return json({ success: true, data: [], next_cursor: null, has_more: false })
        case 'PUT /api/events/:id': {
          const [alarm] = mark([id], body.acknowledged === true)
          return json({ success: true, data: { ...alarm, alarm_id: id } })
        }
        case 'POST /api/events/acknowledge':
          return json({ success: true, data: { changed: mark(ids, body.acknowledged === true).length } })
        case 'POST /api/events/remove':
          drop(ids)
          return json({ success: true, data: { removed: ids.length } })
        default:
          return null
      }
    },
    /** One more, as from a recorder. */
    begin(): AlarmOut {
      const alarm = { ...alarmAt(0, channels, devices), id: 20_000 + ++made, created_at: new Date().toISOString() }
      alarms = [alarm, ...alarms]
      tell('alarm.began', alarm)
      return alarm
    },
    dropOf(deviceId: number) {
      alarms = alarms.filter((alarm) => alarm.device_id !== deviceId)
    },
  }
}
