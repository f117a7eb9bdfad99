// The two settings that alarms ask for, as a household would have set them.
import type { AlarmsDeps } from '../services/alarms/index.ts'
import type { Retention } from '../services/alarms/retention.ts'
import type { AlarmHold } from '../services/alarms/timing.ts'
import { SETTINGS } from '../services/setting-keys.ts'

/** `hold` and `retention` may be changed afterwards by changing the objects. */
export function alarmSettings({
  hold = {},
  retention = SETTINGS.alarm_retention.default,
}: {
  hold?: AlarmHold
  retention?: Retention | undefined
} = {}): AlarmsDeps['settings'] {
  return { get: (key: string) => (key === 'alarm_hold' ? hold : retention) as never }
}
