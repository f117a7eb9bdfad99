// Which capabilities a device has, by what it says of itself. An absent flag means unknown, and only asking tells.
import { child, flag, int } from '../isapi/xml.ts'
import { canMove, type Knowledge } from './channels.ts'

/** Offered capabilities; each is there with its code. */
export interface Offered {
  channelConfig: boolean
  /** It keeps footage: schedule, days, search. */
  recordings: boolean
  storage: boolean
  users: boolean
  onvifUsers: boolean
  health: boolean
  logs: boolean
  detections: boolean
  /** How many; none where the device does not tell. */
  inputs: number
  outputs: number
  ptz: boolean
  holiday: boolean
  power: boolean
}

/** Each is asked for its state: more than any device has are a mistake. */
const MOST_PORTS = 64

/** Without the device's own document about itself nothing is offered but what another document proves. */
export function offeredBy(known: Knowledge): Offered {
  const { capabilities, kind, streams, events } = known
  const racm = child(capabilities, 'RacmCap')
  const ports = (name: string) => Math.min(int(capabilities, 'SysCap', 'IOCap', name) ?? 0, MOST_PORTS)
  const security = child(capabilities, 'SecurityCap')
  return {
    channelConfig: streams.some((stream) => stream.encoding && stream.stream === 1),
    // A camera without a place to record to does not know kinds of recordings.
    recordings: capabilities !== null && (kind === 'recorder' || child(racm, 'recordSearchType') !== null),
    storage: capabilities !== null,
    users: capabilities !== null && int(security, 'supportUserNums') !== 0,
    onvifUsers: capabilities !== null && flag(security, 'isSupportONVIFUserManagement') !== false,
    health: capabilities !== null,
    // Many lack it, and no flag tells.
    logs: racm !== null,
    detections: events,
    inputs: ports('IOInputPortNums'),
    outputs: ports('IOOutputPortNums'),
    // A recorder is asked for each of its channels later; a camera has answered.
    ptz:
      kind === 'recorder'
        ? child(capabilities, 'PTZCtrlCap') !== null
        : known.inputs.some((input) => canMove(known, input)),
    // Misspelt by the devices; those without holidays do not have the word.
    holiday: flag(capabilities, 'SysCap', 'isSupportHolidy') === true,
    power: capabilities !== null,
  }
}
