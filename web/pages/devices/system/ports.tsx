// Inputs of a device with their state, and its outputs: switches for those who may, states for others.
import { Circle, CircleDot } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { Switch } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { PortOut } from './asks.ts'
import { useSwitch } from './use-switch.ts'

export function Inputs({ inputs }: { inputs: readonly PortOut[] }) {
  return (
    <div>
      <h3>{t('controls.inputs')}</h3>
      {inputs.length === 0 && <p class="note">{t('controls.unread')}</p>}
      <ul class="ports">
        {inputs.map(({ id, name, active }) => (
          <li key={id} class="port">
            <span class="port-name">{name}</span>
            <State active={active} on={t('controls.input.on')} off={t('controls.input.off')} />
          </li>
        ))}
      </ul>
    </div>
  )
}

/** In words with a mark; lit while it is on. */
export function State({ active, on, off }: { active: boolean | null; on: string; off: string }) {
  if (active === null) return <span class="note">{t('controls.untold')}</span>
  const Icon = active ? CircleDot : Circle
  return (
    <span class={`presence ${active ? 'attention' : 'port-rest'}`}>
      <Icon aria-hidden="true" />
      {active ? on : off}
    </span>
  )
}

interface OutputsProps {
  outputs: readonly PortOut[]
  set: (output: number, active: boolean) => Promise<Answer<{ output: PortOut }>>
  done: (output: PortOut) => void
}

export function Outputs({ outputs, set, done }: OutputsProps) {
  return (
    <div>
      <h3>{t('controls.outputs')}</h3>
      {outputs.length === 0 && <p class="note">{t('controls.unread')}</p>}
      <ul class="ports">
        {outputs.map((output) => (
          <li key={output.id} class="port">
            {mayManage.value ? (
              <OutputSwitch output={output} set={(active) => set(output.id, active)} done={done} />
            ) : (
              <>
                <span class="port-name">{output.name}</span>
                <State active={output.active} on={t('controls.on')} off={t('controls.off')} />
              </>
            )}
          </li>
        ))}
      </ul>
      {mayManage.value && outputs.length > 0 && <p class="note">{t('controls.outputs.help')}</p>}
    </div>
  )
}

interface OutputSwitchProps {
  output: PortOut
  set: (active: boolean) => Promise<Answer<{ output: PortOut }>>
  done: (output: PortOut) => void
}

function OutputSwitch({ output, set, done }: OutputSwitchProps) {
  const [wasPulse, setPulse] = useState(false)
  const { wanted, action, change } = useSwitch(
    async (active) => {
      setPulse(false)
      const answer = await set(active)
      if (answer.kind === 'ok') setPulse(active && answer.data.output.active === false)
      return answer
    },
    (answer) => done(answer.output),
  )
  return (
    <div class="port-switch">
      <Switch
        label={output.name}
        {...(output.active === null && { help: t('controls.untold') })}
        checked={action.pending ? wanted === true : output.active === true}
        pending={action.pending}
        onChecked={change}
      />
      {wasPulse && (
        <p class="note" role="status">
          {t('controls.outputs.pulse')}
        </p>
      )}
      <FaultNote fault={action.fault} />
    </div>
  )
}
