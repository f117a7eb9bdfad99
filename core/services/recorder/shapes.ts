// What callers of the recorder set and are told, and what is recorded of a channel for which nobody has set anything.
import type { recorderRules } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { Fault } from '../../domain/fault.ts'
import type { ByHand } from './by-hand.ts'

type Row = typeof recorderRules.$inferSelect
export type RecorderRule = Omit<Row, 'householdId' | 'updatedAt'>
export type RecorderRuleInput = Partial<Omit<RecorderRule, 'channelId'>>

export interface RecorderState {
  /** `wait`: the stream is read, for an alarm that may come. */
  doing: 'nothing' | 'wait' | 'record'
  /** Why nothing is recorded although it should be: the camera, or the disk. */
  fault: Fault | null
  /** Beginning of the file that is being written. */
  fileStartedAt: Date | null
  /** Of pictures that came and could not be written, since the start. */
  lostSeconds: number
  /** Since when somebody has it recorded by hand; null = nobody. */
  byHandSince: Date | null
}

export interface Recorder extends AsyncDisposable {
  /** Of all channels in use with a live picture that the caller may see, as `get` says it of one. */
  list(caller: Caller): { rule: RecorderRule; state: RecorderState }[]
  /** The rules of all channels that the caller may see, also of those that are not in use or have no live picture. */
  rules(caller: Caller): RecorderRule[]
  /** The rule, by default one that is off, and what stands. */
  get(caller: Caller, channelId: string | number): { rule: RecorderRule; state: RecorderState }
  /** The whole rule: what is not named takes its default. Rights: `manage`. Fault unsupported for a channel without a live picture. */
  set(
    caller: Caller,
    channelId: string | number,
    input: RecorderRuleInput,
  ): { rule: RecorderRule; state: RecorderState }
  /** Until somebody says otherwise, whatever the rule says. */
  byHand: ByHand
  /** A new try at once where the camera could not be read. False = nothing of it is recorded. */
  restart(channelId: number): boolean
  /** Makes whole what a crash left, and then begins. */
  start(): void
}

export const DEFAULTS = {
  mode: 'off',
  schedule: [],
  kinds: null,
  segmentSeconds: 300,
  preSeconds: 5,
  postSeconds: 15,
  retentionDays: 14,
  quotaBytes: null,
  folderId: null,
} satisfies RecorderRuleInput
