// What a device has switched: its inputs and outputs, and its holiday.
import type { ComponentChildren } from 'preact'
import type { Answer } from '../../../client.ts'
import { Switch } from '../../../parts/field.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { ControlsOut, systemAsks } from './asks.ts'
import './controls.css'
import { Inputs, Outputs, State } from './ports.tsx'
import { useControls } from './use-controls.ts'
import { useSwitch } from './use-switch.ts'

type Asks = Pick<ReturnType<typeof systemAsks>, 'controls' | 'setOutput' | 'setHoliday'>

/** Nothing for a device that has none of it. */
export function Controls({ device, asks }: { device: DeviceOut; asks: Asks }) {
  const has = (name: 'inputs' | 'outputs' | 'holiday') => device.offers.includes(name)
  return has('inputs') || has('outputs') || has('holiday') ? <Offered device={device} asks={asks} has={has} /> : null
}

interface OfferedProps {
  device: DeviceOut
  asks: Asks
  has: (name: 'inputs' | 'outputs' | 'holiday') => boolean
}

function Offered({ device, asks, has }: OfferedProps) {
  const { state, put } = useControls(device, asks.controls)
  const ready = (show: (controls: ControlsOut) => ComponentChildren) => (
    <>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && show(state.value)}
    </>
  )
  return (
    <>
      {(has('inputs') || has('outputs')) && (
        <section class="panel pad">
          <h2>{t('controls.ports')}</h2>
          {ready(({ inputs, outputs }) => (
            <div class="port-groups">
              {has('inputs') && <Inputs inputs={inputs} />}
              {has('outputs') && (
                <Outputs
                  outputs={outputs}
                  set={asks.setOutput}
                  done={(now) => put({ outputs: outputs.map((one) => (one.id === now.id ? now : one)) })}
                />
              )}
            </div>
          ))}
        </section>
      )}
      {has('holiday') && (
        <section class="panel pad">
          <h2>{t('controls.holidays')}</h2>
          {ready(({ holiday }) => (
            <Holiday holiday={holiday} set={asks.setHoliday} done={(after) => put({ holiday: after })} />
          ))}
        </section>
      )}
    </>
  )
}

interface HolidayProps {
  holiday: ControlsOut['holiday']
  set: (enabled: boolean) => Promise<Answer<{ after: { enabled: boolean } }>>
  done: (holiday: { enabled: boolean }) => void
}

function Holiday({ holiday, set, done }: HolidayProps) {
  const { wanted, action, change } = useSwitch(set, ({ after }) => done(after))
  if (!holiday) return <p class="note">{t('controls.unread')}</p>
  if (!mayManage.value)
    return (
      <div class="port">
        <span class="port-name">{t('controls.holiday')}</span>
        <State active={holiday.enabled} on={t('controls.on')} off={t('controls.off')} />
      </div>
    )
  return (
    <div class="port-switch">
      <Switch
        label={t('controls.holiday')}
        help={t('controls.holiday.help')}
        checked={action.pending ? wanted === true : holiday.enabled}
        pending={action.pending}
        onChecked={change}
      />
      <FaultNote fault={action.fault} />
    </div>
  )
}
