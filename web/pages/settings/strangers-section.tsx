// Whether somebody whom nobody has added may make an account, and with it a household of his own.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'

const KEY = 'open_registration'

export function StrangersSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const [isOpen, setOpen] = useState(settings.find(({ key }) => key === KEY)?.value === true)
  const save = useAsyncAction(
    async (open: boolean) => {
      setOpen(open)
      const answer = await api.setSetting(KEY, open)
      if (answer.kind === 'fault') setOpen(!open)
      return answer
    },
    () => {
      toast(t(isOpen ? 'settings.strangers.on' : 'settings.strangers.off'))
      onSaved()
    },
  )
  return (
    <section class="panel pad" id="strangers">
      <h2>{t('settings.strangers')}</h2>
      <Switch
        label={t('settings.strangers.open')}
        help={t('settings.strangers.help')}
        checked={isOpen}
        onChecked={(open) => void save.run(open)}
      />
      <FaultNote fault={save.fault} />
    </section>
  )
}
