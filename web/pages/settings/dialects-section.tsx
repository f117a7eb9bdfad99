// Which APIs of other products are answered, and where: the founder's.
import { useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'

const KEY = 'dialects_off'
const DIALECTS = [
  { id: 'lightnvr', name: 'LightNVR', label: 'settings.dialects.lightnvr' },
  { id: 'vibenvr', name: 'VibeNVR', label: 'settings.dialects.vibenvr' },
] as const

export function DialectsSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const stored = settings.find(({ key }) => key === KEY)?.value
  const names: readonly string[] = Array.isArray(stored) ? stored : []
  /** Those that are switched off, as it was said last: one may be switched while another is being saved. */
  const off = useRef(names)
  const seen = useRef(names.join())
  if (seen.current !== names.join()) {
    // Also what somebody else has switched since.
    seen.current = names.join()
    off.current = names
  }
  return (
    <section class="panel pad" id="dialects">
      <h2>{t('settings.dialects')}</h2>
      <p class="note">{t('settings.dialects.lead')}</p>
      {DIALECTS.map((dialect) => (
        <DialectSwitch key={`${dialect.id} ${names.includes(dialect.id)}`} {...dialect} off={off} onSaved={onSaved} />
      ))}
    </section>
  )
}

type Given = (typeof DIALECTS)[number] & { off: { current: readonly string[] }; onSaved: () => void }

function DialectSwitch({ id, name, label, off, onSaved }: Given) {
  const [said, setOn] = useState<boolean | null>(null)
  const isOn = said ?? !off.current.includes(id)
  const say = (on: boolean) => {
    const others = off.current.filter((one) => one !== id)
    off.current = on ? others : [...others, id]
    setOn(on)
  }
  const save = useAsyncAction(
    async (on: boolean) => {
      say(on)
      const answer = await api.setSetting(KEY, off.current)
      if (answer.kind === 'fault') say(!on)
      return answer
    },
    () => {
      toast(t(isOn ? 'settings.dialects.on' : 'settings.dialects.off', { name }))
      onSaved()
    },
  )
  return (
    <>
      <Switch
        label={t(label)}
        help={t('settings.dialects.at', { address: location.origin + addressOf(`/${id}`) })}
        checked={isOn}
        onChecked={(on) => void save.run(on)}
      />
      <FaultNote fault={save.fault} />
    </>
  )
}
