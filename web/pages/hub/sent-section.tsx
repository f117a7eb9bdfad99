// What the hub is told, what it may do, and how often it gets pictures.
import { SaveForm } from '../../parts/save-form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { SettingChoice, SettingField } from './form-parts.tsx'
import { useHubSettings } from './use-hub-settings.ts'

const KEYS = [
  ...['discovery', 'hub_name', 'hub_control', 'hub_snapshot_seconds', 'hub_picture_idle_hours', 'hub_images'],
  ...['mqtt_prefix', 'discovery_prefix', 'hub_birth_topic'],
] as const

export function SentSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const form = useHubSettings(settings, KEYS, () => {
    toast(t('hub.saved'))
    onSaved()
  })
  return (
    <section class="panel pad hub-page" id="sent">
      <h2>{t('hub.sent')}</h2>
      <SaveForm save={form.save} canSave={form.isChanged}>
        <SettingChoice
          form={form}
          name="discovery"
          label={t('hub.form')}
          help={t('hub.form.help')}
          options={[
            ['device', t('hub.form.device')],
            ['entity', t('hub.form.entity')],
            ['off', t('hub.form.off')],
          ]}
        />
        <SettingField form={form} name="hub_name" label={t('hub.name')} help={t('hub.name.help')} />
        <SettingChoice
          form={form}
          name="hub_control"
          label={t('hub.control')}
          options={[
            ['none', t('hub.control.none')],
            ['safe', t('hub.control.safe')],
            ['all', t('hub.control.all')],
          ]}
        />
        <SettingField
          form={form}
          name="hub_snapshot_seconds"
          label={t('hub.pictures')}
          help={t('hub.pictures.help')}
          inputMode="numeric"
        />
        <SettingField
          form={form}
          name="hub_picture_idle_hours"
          label={t('hub.idle')}
          help={t('hub.idle.help')}
          inputMode="numeric"
        />
        <SettingChoice
          form={form}
          name="hub_images"
          label={t('hub.images')}
          options={[
            ['image', t('hub.images.image')],
            ['url', t('hub.images.url')],
          ]}
        />
        <details class="more">
          <summary>{t('hub.topics')}</summary>
          <div class="form">
            <SettingField form={form} name="mqtt_prefix" label={t('hub.prefix')} />
            <SettingField form={form} name="discovery_prefix" label={t('hub.discovery.prefix')} />
            <SettingField
              form={form}
              name="hub_birth_topic"
              label={t('hub.birth')}
              help={t('hub.birth.help')}
              placeholder={`${form.text('discovery_prefix')}/status`}
            />
          </div>
        </details>
      </SaveForm>
    </section>
  )
}
