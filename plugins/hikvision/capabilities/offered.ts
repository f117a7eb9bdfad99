// Which capabilities a device has, by what it says of itself. An absent flag means unknown, and only asking tells.
import { child, flag, int } from '../isapi/xml.ts'
import type { Knowledge } from './channels.ts'

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
}

/** Without the device's own document about itself nothing is offered but what another document proves. */
export function offeredBy({ capabilities, kind, streams }: Knowledge): Offered {
  const racm = child(capabilities, 'RacmCap')
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
  }
}
