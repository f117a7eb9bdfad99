// Sums beside the rules that hold for them: what the forecast reckons with.
import type { Db } from '../../db/open.ts'
import { footageRules, recorderRules } from '../../db/schema/index.ts'
import type { Use } from './forecast.ts'
import type { Sum } from './sums.ts'

export type RecorderRule = typeof recorderRules.$inferSelect

export interface SummedUse extends Use {
  sum: Sum
  /** Of the recorder; null for what it did not record, and for a camera without one. */
  rule: RecorderRule | null
}

/** The household's limits for pictures. */
export type PictureLimits = (householdId: number) => { days: number; bytes: number }

const DAY_HOURS = 24

/** Of all households: a disk is everybody's. */
export function usesOf(db: Db, known: readonly Sum[], now: Date, pictures: PictureLimits): SummedUse[] {
  const rules = new Map(
    db
      .select()
      .from(recorderRules)
      .all()
      .map((rule) => [rule.channelId, rule]),
  )
  const fetching = new Map(
    db
      .select()
      .from(footageRules)
      .all()
      .map((rule) => [rule.channelId, rule]),
  )
  const sums = withWhatIsToCome(known, [...rules.values()], now)
  const recorded = Map.groupBy(
    sums.filter(({ manner }) => manner === 'recorder'),
    ({ channelId }) => channelId,
  )
  const pictured = Map.groupBy(
    sums.filter(({ manner }) => manner === 'picture'),
    ({ householdId }) => householdId,
  )

  function limitsOf(sum: Sum): Pick<Use, 'bytesPerDay' | 'days' | 'quotaBytes'> & { rule: RecorderRule | null } {
    const { channelId, manner, bytesPerDay } = sum
    const none = { bytesPerDay, days: null, quotaBytes: null, rule: null }
    if (manner === 'picture') {
      const { days, bytes } = pictures(sum.householdId)
      const all = (pictured.get(sum.householdId) ?? []).reduce((total, one) => total + one.bytes, 0)
      return { ...none, days, quotaBytes: all ? (bytes * sum.bytes) / all : bytes }
    }
    if (manner === 'fetched') {
      const rule = fetching.get(channelId ?? 0)
      const days = rule?.keepHours == null ? null : rule.keepHours / DAY_HOURS
      return { ...none, bytesPerDay: rule ? bytesPerDay : 0, days, quotaBytes: rule?.quotaBytes ?? null }
    }
    const rule = manner === 'recorder' ? (rules.get(channelId ?? 0) ?? null) : null
    if (!rule) return { ...none, bytesPerDay: 0 }
    // What comes goes where the rule says, wherever it went before.
    const isThere = rule.mode !== 'off' && rule.folderId === sum.folderId
    const all = (recorded.get(channelId) ?? []).reduce((total, one) => total + one.bytesPerDay, 0)
    return { rule, bytesPerDay: isThere ? all : 0, days: rule.retentionDays, quotaBytes: rule.quotaBytes }
  }

  return sums.map((sum) => ({
    sum,
    ...{ folder: sum.folderId, bytes: sum.bytes, keptBytes: sum.keptBytes, isRecorder: sum.manner === 'recorder' },
    ...limitsOf(sum),
  }))
}

/** A camera that is to be recorded into a folder has its place there, although nothing lies in it yet. */
function withWhatIsToCome(sums: readonly Sum[], rules: readonly RecorderRule[], now: Date): Sum[] {
  const missing = rules.filter(
    ({ mode, channelId, folderId }) =>
      mode !== 'off' &&
      !sums.some((sum) => sum.manner === 'recorder' && sum.channelId === channelId && sum.folderId === folderId),
  )
  const empty = { manner: 'recorder' as const, recordings: 0, bytes: 0, keptBytes: 0, bytesPerDay: 0 }
  return [
    ...sums,
    ...missing.map(({ householdId, channelId, folderId }) => ({
      ...{ householdId, channelId, folderId, oldestAt: now, newestAt: now },
      ...empty,
    })),
  ]
}
