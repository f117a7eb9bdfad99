// A person's words for finding recordings again.
import { sql } from 'drizzle-orm'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { recordings, recordingTags } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { tagsOf } from './catalog.ts'
import type { Recordings } from './index.ts'
import { createRecordingPages } from './pages.ts'
import { createScopeOf } from './scope.ts'

export interface RecordingTags {
  /** All that stand on recordings which the caller may play back, in the order of the alphabet. */
  all(caller: Caller): string[]
  /** Of one. Rights: `playback`. */
  of(caller: Caller, id: number): string[]
  /** These and no others. Rights: `manage`. Fault too-large beyond fifty. */
  set(caller: Caller, id: number, tags: readonly string[]): string[]
  /** Of many at once; those that are not there are left out. Rights: `manage`. Fault too-large beyond fifty on one. */
  change(
    caller: Caller,
    ids: readonly number[],
    changes: { add: readonly string[]; remove: readonly string[] },
  ): { recordings: number; added: number; removed: number }
}

interface Deps {
  db: Db
  access: AccessService
  activity: Activity
  recordings: Pick<Recordings, 'get'>
}

const MOST = 50
/** Named in the log. */
const MOST_NAMED = 100

export function createRecordingTags({ db, access, activity, recordings: service }: Deps): RecordingTags {
  const scopeOf = createScopeOf(access)
  const pages = createRecordingPages(db, () => false)

  function refuseMany(ids: readonly number[]): void {
    const full = db.get<{ id: number }>(sql`
      select ${recordingTags.recordingId} as id from ${recordingTags}
      where ${recordingTags.recordingId} in ${listed(ids)} group by 1 having count(*) > ${MOST} limit 1`)
    if (full) throw new Fault('too-large', `A recording has at most ${MOST} tags`)
  }

  const counted = (text: ReturnType<typeof sql>) => Number(db.all(sql`${text} returning 1`).length)

  const add = (ids: readonly number[], tags: readonly string[]) =>
    counted(sql`insert or ignore into ${recordingTags} (recording_id, tag)
      select ids.value, tags.value from json_each(${JSON.stringify(ids)}) as ids, json_each(${JSON.stringify(tags)}) as tags`)

  const remove = (ids: readonly number[], tags: readonly string[]) =>
    counted(sql`delete from ${recordingTags} where ${recordingTags.recordingId} in ${listed(ids)}
      and ${recordingTags.tag} in ${listed(tags)}`)

  return {
    all(caller) {
      const scope = scopeOf(caller, undefined)
      if (!scope) return []
      const rows = db.all<{ tag: string }>(sql`
        select distinct ${recordingTags.tag} as tag from ${recordingTags}
        join ${recordings} on ${recordings.id} = ${recordingTags.recordingId}
        where ${pages.where(scope, {})} order by 1`)
      return rows.map(({ tag }) => tag)
    },
    of(caller, id) {
      service.get(caller, id)
      return tagsOf(db, [id]).get(id) ?? []
    },
    set(caller, id, tags) {
      const before = this.of(caller, id)
      access.household(caller, 'manage')
      const after = [...new Set(tags)].sort()
      if (after.length > MOST) throw new Fault('too-large', `A recording has at most ${MOST} tags`)
      db.transaction(() => {
        remove([id], before)
        add([id], after)
      })
      activity.record(caller, {
        ...{ action: 'tag_recording', resourceType: 'recording', resourceId: id },
        metadata: { before: { tags: before }, after: { tags: after } },
      })
      return after
    },
    change(caller, ids, changes) {
      const householdId = access.household(caller, 'manage')
      const rows = db.all<{ id: number }>(sql`select ${recordings.id} as id from ${recordings}
        where ${recordings.id} in ${listed(ids)} and ${recordings.householdId} = ${householdId}`)
      const own = rows.map(({ id }) => id)
      const done = db.transaction(() => {
        const removed = remove(own, changes.remove)
        const added = add(own, changes.add)
        refuseMany(own)
        return { added, removed }
      })
      activity.record(caller, {
        action: 'tag_recordings',
        metadata: { ...changes, recordings: own.length, ids: own.slice(0, MOST_NAMED) },
      })
      return { recordings: own.length, ...done }
    },
  }
}
