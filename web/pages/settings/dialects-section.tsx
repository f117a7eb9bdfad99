// Which APIs of other products are answered: the founder's.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'

const KEY = 'dialects_off'
const LIGHTNVR = 'lightnvr'

export function DialectsSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const stored = settings.find(({ key }) => key === KEY)?.value
  const others = Array.isArray(stored) ? stored.filter((name) => name !== LIGHTNVR) : []
  const [isOn, setOn] = useState(!(Array.isArray(stored) && stored.includes(LIGHTNVR)))
  const save = useAsyncAction(
    async (on: boolean) => {
      setOn(on)
      const answer = await api.setSetting(KEY, on ? others : [...others, LIGHTNVR])
      if (answer.kind === 'fault') setOn(!on)
      return answer
    },
    () => {
      toast(t(isOn ? 'settings.dialects.on' : 'settings.dialects.off'))
      onSaved()
    },
  )
  return (
    <section class="panel pad" id="dialects">
      <h2>{t('settings.dialects')}</h2>
      <Switch
        label={t('settings.dialects.lightnvr')}
        help={t('settings.dialects.lightnvr.help')}
        checked={isOn}
        onChecked={(on) => void save.run(on)}
      />
      <FaultNote fault={save.fault} />
    </section>
  )
}
