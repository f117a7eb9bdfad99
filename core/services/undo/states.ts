// What a row of the activity log says of a change: the former state and what the write left there. Pure.
import type { ActivityRow } from '../activity.ts'

/** Values by the names of what was changed. */
export type State = Record<string, unknown>

export interface Changed {
  before: State
  after: State
}

/** Changes of a channel that are ours, and what they are about. */
const OURS: Record<string, string> = { rename_channel: 'name', place_channel: 'location', tag_channel: 'tags' }
const SWITCHED: Record<string, boolean> = { switch_channel_on: true, switch_channel_off: false }
const ON_DEVICE = new Set([
  'update_channel_config',
  'update_imaging',
  'update_recording_mode',
  'update_detection',
  'update_device_user_permissions',
  'set_output',
  'set_holiday',
])

const isState = (value: unknown): value is State => typeof value === 'object' && value !== null && !Array.isArray(value)
const channelsOf = (value: unknown): number[] => (Array.isArray(value) ? value.map(Number) : [])

/** Rights of device users per channel are lists of channels; here each is a right of its own: `remote.channels.preview 3`. */
function single({ before, after }: Changed): Changed {
  const [was, is]: [State, State] = [{}, {}]
  for (const [name, value] of Object.entries(before)) {
    if (!Array.isArray(value)) {
      was[name] = value
      is[name] = after[name]
      continue
    }
    for (const number of new Set([...channelsOf(value), ...channelsOf(after[name])])) {
      was[`${name} ${number}`] = channelsOf(value).includes(number)
      is[`${name} ${number}`] = channelsOf(after[name]).includes(number)
    }
  }
  return { before: was, after: is }
}

const ours = (state: State) =>
  picked(
    state,
    ['name', 'location', 'in_use', 'tags'].filter((name) => name in state),
  )

function told({ action, metadata }: Pick<ActivityRow, 'action' | 'metadata'>): Changed | null {
  const field = OURS[action]
  const { before, after } = metadata ?? {}
  // Its address is a secret, which no log holds.
  if (action === 'update_camera' && isState(before) && isState(after))
    return { before: ours(before), after: ours(after) }
  if (field) return metadata ? { before: { [field]: before ?? null }, after: { [field]: after ?? null } } : null
  const on = SWITCHED[action]
  if (on !== undefined) return { before: { in_use: !on }, after: { in_use: on } }
  if (!ON_DEVICE.has(action) || !isState(before) || !isState(after)) return null
  return action === 'update_device_user_permissions' ? single({ before, after }) : { before, after }
}

/** What differs between before and after, and can be written back; null where there is nothing of that kind. */
export function changedBy(row: Pick<ActivityRow, 'action' | 'metadata'>): Changed | null {
  const states = told(row)
  if (!states) return null
  const { before, after } = states
  // What the device did not tell cannot be asked of it, and what was masked is not what was there.
  const isKept = (value: unknown) =>
    value !== undefined && (value !== null || row.action in OURS || row.action === 'update_camera')
  const isMasked = (value: unknown) => typeof value === 'string' && value.includes('***')
  const names = Object.keys(before).filter(
    (name) =>
      isKept(before[name]) &&
      after[name] !== undefined &&
      !Bun.deepEquals(before[name], after[name]) &&
      !isMasked(before[name]),
  )
  if (names.length === 0) return null
  return { before: picked(before, names), after: picked(after, names) }
}

export const picked = (state: State, names: string[]): State =>
  Object.fromEntries(names.map((name) => [name, state[name]]))

/** Whether a former state can be written back from this row, as far as the row itself tells. */
export const isUndoable = (row: Pick<ActivityRow, 'action' | 'metadata'>): boolean => changedBy(row) !== null
