// What tells of alarms and devices: rows, states, and what to do about trouble.
import { AlarmRow } from '../../pages/alarms/alarm-row.tsx'
import '../../pages/alarms/alarms.css'
import { DeviceTrouble } from '../../pages/devices/device-trouble.tsx'
import '../../pages/devices/devices.css'
import { PhaseView } from '../../pages/devices/phase.tsx'
import type { AlarmOut, Phase } from '../../wire.ts'
import { alarmAt, online, someChannels, someDevices, troubledDevices } from '../mock-data.ts'
import { LONG, Part, State, TURNED } from './shown.tsx'

const devices = someDevices()
const alarm = (n: number, change: Partial<AlarmOut> = {}): AlarmOut => ({
  ...alarmAt(n, someChannels(devices), devices),
  ...change,
})

const ALARMS: Record<string, AlarmOut> = {
  'going on': alarm(0),
  'over, with what was seen': alarm(3),
  serious: alarm(5),
  'of the recorder itself, without a picture': alarm(6),
  'long names': alarm(1, { channel_name: LONG, device_id: null, device_ip_web: 'recorder-behind-the-mill.example' }),
  'right to left': alarm(2, { channel_name: TURNED, device_id: null }),
  'of a kind that we have no word for': alarm(4, { kind: 'other', message: LONG }),
}

const PHASES: Phase[] = ['online', 'away', 'refused', 'connecting', 'idle', 'unchecked']

export function Household() {
  return (
    <>
      <Part name="Alarm">
        {Object.entries(ALARMS).map(([name, one]) => (
          <State key={name} of={name} wide>
            <AlarmRow alarm={one} choice={null} />
          </State>
        ))}
      </Part>
      <Part name="Phase of a device">
        {PHASES.map((phase) => (
          <State key={phase} of={phase}>
            <PhaseView state={{ ...online(3600 * 5), phase }} />
          </State>
        ))}
      </Part>
      <Part name="Trouble of a device">
        {troubledDevices()
          .filter(({ state }) => state.phase !== 'online')
          .map((device) => (
            <State key={device.id} of={device.other_certificate ? 'another certificate' : device.state.phase}>
              <DeviceTrouble device={device} />
            </State>
          ))}
      </Part>
    </>
  )
}
