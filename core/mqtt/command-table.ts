// Everything that a hub can ask of us: which entity it is, where it stands, and from which control level on (DISCOVERY 17).
import { ALARM_KINDS, type AlarmKind, isAlarmKind } from '../domain/alarm-kinds.ts'
import type { HubCommandName } from '../services/hub-commands.ts'

/** The setting `hub_control`. */
export type ControlLevel = 'none' | 'safe' | 'all'

export interface CommandRow {
  command: HubCommandName
  /** On the appliance, a device, or one of its channels. */
  where: 'bridge' | 'device' | 'channel'
  platform: 'button' | 'switch'
  /** The lowest control level at which it is announced and obeyed. */
  level: 'safe' | 'all'
}

/** By entity key. Keys with a number or a kind in them (`output_1`, `motion_detection`) are found by `commandOf`. */
const FIXED: Readonly<Record<CommandRow['where'], Readonly<Record<string, CommandRow>>>> = {
  bridge: {
    sync: { command: 'sync_all', where: 'bridge', platform: 'button', level: 'safe' },
    announce: { command: 'announce', where: 'bridge', platform: 'button', level: 'safe' },
  },
  device: {
    sync: { command: 'sync', where: 'device', platform: 'button', level: 'safe' },
    reboot: { command: 'reboot', where: 'device', platform: 'button', level: 'all' },
    holiday: { command: 'holiday', where: 'device', platform: 'switch', level: 'all' },
  },
  channel: {
    record: { command: 'record', where: 'channel', platform: 'switch', level: 'all' },
    stream: { command: 'stream', where: 'channel', platform: 'switch', level: 'safe' },
    take_snapshot: { command: 'take_snapshot', where: 'channel', platform: 'button', level: 'safe' },
  },
}
const OUTPUT: CommandRow = { command: 'output', where: 'device', platform: 'switch', level: 'all' }
const DETECTION: CommandRow = { command: 'detection', where: 'channel', platform: 'switch', level: 'safe' }

/** Key of the switch of an output of a device. */
export const outputKey = (id: number) => `output_${id}`

/** Key of the switch of a channel's detector. */
export const detectionKey = (kind: AlarmKind) => `${kind}_detection`

/** What an entity key can be told there, with the output's number or the detector's kind; null = nothing. */
export function commandOf(
  where: CommandRow['where'],
  key: string,
): (CommandRow & { outputId: number | null; kind: AlarmKind | null }) | null {
  const none = { outputId: null, kind: null }
  if (Object.hasOwn(FIXED[where], key)) return { ...(FIXED[where][key] as CommandRow), ...none }
  const [, number] = (where === 'device' && /^output_([1-9]\d{0,4})$/.exec(key)) || []
  if (number !== undefined) return { ...OUTPUT, ...none, outputId: Number(number) }
  const [, kind] = (where === 'channel' && /^([a-z_]+)_detection$/.exec(key)) || []
  if (kind !== undefined && isAlarmKind(kind) && ALARM_KINDS[kind].scope === 'channel')
    return { ...DETECTION, ...none, kind }
  return null
}

/** Whether an entity with this key is announced and obeyed at a control level. What takes no command always is. */
export function isAllowed(where: CommandRow['where'], key: string, control: ControlLevel): boolean {
  const row = commandOf(where, key)
  if (!row) return true
  return control === 'all' || (control === 'safe' && row.level === 'safe')
}
