// Which recordings and clips have alarms in them: asked of the index of what each place on a device has told, recording by recording.
import { type SQL, sql } from 'drizzle-orm'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { alarms, channels, type clips, type recordings } from '../../db/schema/index.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'

/** What lasts may have begun before the recording; nobody looks back further for it. */
const LOOK_BACK_MS = 3_600_000

type Filmed = typeof recordings | typeof clips

const sources = sql`${channels} as place cross join ${alarms} as told`

/** Began before its end, and lasted into it. */
const overlaps = ({ startAt, endAt }: Filmed, alarm: SQL) => sql`
  ${alarm}.began_at <= ${endAt} and ${alarm}.began_at >= ${startAt} - ${sql.raw(String(LOOK_BACK_MS))}
    and (${alarm}.ended_at is null or ${alarm}.ended_at >= ${startAt})`

/** Alarms that a device told of the channel while it was filmed. The plus keeps SQLite from going kind by kind. */
const during = (filmed: Filmed, kinds: readonly AlarmKind[]) => sql`
  place.id = ${filmed.channelId} and told.device_id = place.device_id and told.channel_no = place.channel_no
    and told.source = 'device' and ${overlaps(filmed, sql.raw('told'))}
    and +told.kind in ${listed(kinds)}`

/** What another program said that it saw (see `triggers.ts`): that counts as motion. Whoever tried it saw nothing. */
export const isTrigger = (event: SQL) => sql`
  ${event}.source <> 'device' and ${event}.source = 'manual' and ${event}.raw_type = 'trigger'
    and json_extract(${event}.metadata, '$.test') is null`

const triggered = (filmed: Filmed) => sql`
  seen.channel_id = ${filmed.channelId} and ${isTrigger(sql.raw('seen'))}
    and ${overlaps(filmed, sql.raw('seen'))}`

/** The condition that there is one of these kinds. */
export function isAlarmed(filmed: Filmed, kinds: readonly AlarmKind[]): SQL {
  const told = sql`exists (select 1 from ${sources} where ${during(filmed, kinds)})`
  if (!kinds.includes('motion')) return told
  return sql`(${told} or exists (select 1 from ${alarms} as seen where ${triggered(filmed)}))`
}

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
  if (!ids.length || !kinds.length) return new Map()
  const chosen = sql`${filmed.id} in ${listed(ids)}`
  const rows = db.all<{ id: number; kind: AlarmKind; count: number }>(sql`
    select id, kind, count(*) as count from (
      select ${filmed.id} as id, told.kind as kind
      from ${filmed} cross join ${sources} where ${chosen} and ${during(filmed, kinds)}
      union all
      select ${filmed.id} as id, 'motion' as kind
      from ${filmed} cross join ${alarms} as seen
      where ${chosen} and ${kinds.includes('motion') ? triggered(filmed) : sql`0`}
    ) group by 1, 2 order by count desc, kind`)
  const found = new Map<number, AlarmCount[]>()
  for (const { id, kind, count } of rows) found.set(id, [...(found.get(id) ?? []), { kind, count }])
  return found
}
