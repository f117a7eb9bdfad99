// Which recordings and clips have alarms in them: asked of the index of what each place on a device has told, recording by recording.
import { type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, channels, type clips, type recordings } from '../../db/schema/index.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'

/** What lasts may have begun before the recording; nobody looks back further for it. */
const LOOK_BACK_MS = 3_600_000

type Filmed = typeof recordings | typeof clips

const sources = sql`${channels} as place cross join ${alarms} as told`

/** Alarms that a device told of the channel while it was filmed. The plus keeps SQLite from going kind by kind. */
const during = ({ channelId, startAt, endAt }: Filmed, kinds: readonly AlarmKind[]) => sql`
  place.id = ${channelId} and told.device_id = place.device_id and told.channel_no = place.channel_no
    and told.source = 'device' and told.began_at <= ${endAt} and told.began_at >= ${startAt} - ${sql.raw(String(LOOK_BACK_MS))}
    and (told.ended_at is null or told.ended_at >= ${startAt})
    and +told.kind in (select value from json_each(${JSON.stringify(kinds)}))`

/** The condition that there is one of these kinds. */
export const isAlarmed = (filmed: Filmed, kinds: readonly AlarmKind[]): SQL =>
  sql`exists (select 1 from ${sources} where ${during(filmed, kinds)})`

export interface AlarmCount {
  kind: AlarmKind
  count: number
}

/** For a page of them, by their keys: of each kind how many, the most first. Those without one are left out. */
export function alarmsDuring(
  db: Db,
  filmed: Filmed,
  ids: readonly number[],
  kinds: readonly AlarmKind[],
): Map<number, AlarmCount[]> {
  if (!ids.length) return new Map()
  const rows = db.all<{ id: number; kind: AlarmKind; count: number }>(sql`
    select ${filmed.id} as id, told.kind as kind, count(*) as count
    from ${filmed} cross join ${sources}
    where ${filmed.id} in (select value from json_each(${JSON.stringify(ids)})) and ${during(filmed, kinds)}
    group by 1, 2 order by count desc, kind`)
  const found = new Map<number, AlarmCount[]>()
  for (const { id, kind, count } of rows) found.set(id, [...(found.get(id) ?? []), { kind, count }])
  return found
}
