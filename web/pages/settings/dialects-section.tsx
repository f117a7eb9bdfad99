// Which APIs of other products are answered, and where: the founder's.
import { useSignal } from '@preact/signals'
import { useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import type { Answer, PageFault } from '../../client.ts'
import { Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'

const KEY = 'dialects_off'
const DIALECTS = [
  { id: 'lightnvr', name: 'LightNVR', label: 'settings.dialects.lightnvr' },
  { id: 'vibenvr', name: 'VibeNVR', label: 'settings.dialects.vibenvr' },
] as const

type Settings = readonly SettingOut[]

interface Said {
  on: boolean
  /** What was known when it had been stored: all that is heard later knows of it. Null: it is being stored. */
  known: Settings | null
}

function switchedOff(settings: Settings): readonly string[] {
  const stored = settings.find(({ key }) => key === KEY)?.value
  return Array.isArray(stored) ? stored : []
}

export function DialectsSection({ settings, onSaved }: { settings: Settings; onSaved: () => void }) {
  const latest = useRef(settings)
  latest.current = settings
  /** Counts until it is heard back. A renewal that was asked for before knows nothing of it. */
  const said = useSignal<Readonly<Record<string, Said>>>({})
  const last = useRef<Promise<unknown>>(Promise.resolve())
  const isOn = (id: string) => {
    const one = said.value[id]
    const counts = one && (one.known === null || one.known === latest.current)
    return counts ? one.on : !switchedOff(latest.current).includes(id)
  }
  const send = () => {
    const others = switchedOff(latest.current).filter((name) => DIALECTS.every(({ id }) => id !== name))
    const off = DIALECTS.map(({ id }) => id).filter((id) => !isOn(id))
    return api.setSetting(KEY, [...others, ...off])
  }
  const say = async (id: string, on: boolean) => {
    const mine: Said = { on, known: null }
    said.value = { ...said.value, [id]: mine }
    // One after the other: each sends the whole list, and the last one said is to stay.
    const sent = last.current.then(send)
    last.current = sent
    const answer = await sent
    if (said.value[id] === mine) {
      const { [id]: _, ...others } = said.value
      said.value = answer.kind === 'ok' ? { ...others, [id]: { on, known: latest.current } } : others
    }
    if (answer.kind === 'ok') onSaved()
    return answer
  }
  return (
    <section class="panel pad" id="dialects">
      <h2>{t('settings.dialects')}</h2>
      <p class="note">{t('settings.dialects.lead')}</p>
      {DIALECTS.map((one) => (
        <DialectSwitch key={one.id} dialect={one} isOn={isOn(one.id)} onSay={(on) => say(one.id, on)} />
      ))}
    </section>
  )
}

interface SwitchProps {
  dialect: (typeof DIALECTS)[number]
  isOn: boolean
  onSay: (on: boolean) => Promise<Answer<unknown>>
}

function DialectSwitch({ dialect: { id, name, label }, isOn, onSay }: SwitchProps) {
  const [fault, setFault] = useState<PageFault | null>(null)
  const say = async (on: boolean) => {
    setFault(null)
    const answer = await onSay(on)
    if (answer.kind === 'ok') toast(t(on ? 'settings.dialects.on' : 'settings.dialects.off', { name }))
    else if (answer.kind === 'fault') setFault(answer.fault)
  }
  return (
    <>
      <Switch
        label={t(label)}
        help={t('settings.dialects.at', { address: location.origin + addressOf(`/${id}`) })}
        checked={isOn}
        onChecked={(on) => void say(on)}
      />
      <FaultNote fault={fault} />
    </>
  )
}
