// Automatic downloads: what of each channel is fetched without anybody asking, and how fast anything is fetched at all.
import { Pencil, Plus, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { channels, deviceList, devices, footageChannels, titleOf } from '../../../household.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { ChosenBar, Pick } from '../../../parts/chosen-bar.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { PlaybackTabs } from '../playback-tabs.tsx'
import '../recordings/recordings.css'
import { loadRules, type RuleOut, removeRule, saveRule } from './asks.ts'
import { DownloadSection } from './download-section.tsx'
import { ruleWords } from './rule.ts'
import { RuleDialog } from './rule-dialog.tsx'
import './rules.css'

export function RulesPage() {
  const { state, reload } = useLoaded(loadRules)
  const isLoading = channels.value.phase === 'loading' || devices.value.phase === 'loading'
  return (
    <Page title={t('nav.playback')}>
      <PlaybackTabs here="rules" />
      <div class="recordings">
        <p class="note">{t('rules.lead')}</p>
        {state.phase === 'loading' || isLoading ? (
          <Waiting rows={4} />
        ) : state.phase === 'fault' ? (
          <FaultView fault={state.fault} onRetry={reload} />
        ) : footageChannels.value.length === 0 ? (
          <Empty drawing="recorder" title={t('playback.without')} text={t('playback.without.do')} />
        ) : (
          <Rules rules={state.value} onChanged={reload} />
        )}
        {mayManage.value && <DownloadSection />}
      </div>
    </Page>
  )
}

function Rules({ rules, onChanged }: { rules: readonly RuleOut[]; onChanged: () => void }) {
  const [edited, setEdited] = useState<readonly ChannelOut[]>([])
  const { items: chosen, ...pick } = useChosen(footageChannels.value, ({ id }) => id)
  const ruleOf = (channelId: number) => rules.find((rule) => rule.channel_id === channelId)
  return (
    <>
      {deviceList.value.map((device) => {
        const own = footageChannels.value.filter((channel) => channel.device_id === device.id)
        return own.length === 0 ? null : (
          <section key={device.id} aria-labelledby={`rules-${device.id}`}>
            <h2 id={`rules-${device.id}`}>{titleOf(device)}</h2>
            <ul class="panel rows">
              {own.map((channel) => (
                <Row
                  key={channel.id}
                  channel={channel}
                  rule={ruleOf(channel.id)}
                  chosen={pick.has(channel.id)}
                  onChosen={(on) => pick.toggle(channel.id, on)}
                  onEdit={() => setEdited([channel])}
                  onChanged={onChanged}
                />
              ))}
            </ul>
          </section>
        )
      })}
      {chosen.length > 0 && (
        <ChosenBar words={t('rules.chosen', { count: chosen.length })} onNone={() => pick.all(false)}>
          {chosen.length < footageChannels.value.length && (
            <Button onClick={() => pick.all(true)}>{t('find.all')}</Button>
          )}
          <Button look="primary" icon={<Pencil />} onClick={() => setEdited(chosen)}>
            {t('rules.edit.some')}
          </Button>
        </ChosenBar>
      )}
      {edited.length > 0 && (
        <RuleDialog
          channels={edited}
          rules={edited.flatMap(({ id }) => ruleOf(id) ?? [])}
          onClose={() => setEdited([])}
          onChanged={() => {
            pick.all(false)
            onChanged()
          }}
        />
      )}
    </>
  )
}

interface RowProps {
  channel: ChannelOut
  rule: RuleOut | undefined
  chosen: boolean
  onChosen: (on: boolean) => void
  onEdit: () => void
  onChanged: () => void
}

function Row({ channel: { id, name }, rule, chosen, onChosen, onEdit, onChanged }: RowProps) {
  const removal = useAsyncAction(
    () => removeRule(id),
    () => {
      onChanged()
      if (!rule) return
      const { channel_id: _channel, ...before } = rule
      toast(t('rules.removed', { name }), {
        undo: () =>
          void saveRule(id, before).then((answer) => {
            onChanged()
            if (answer.kind === 'fault') toast(answer.fault.message)
          }),
        settle: () => {},
      })
    },
  )
  return (
    <li class="recording rule">
      {mayManage.value && <Pick label={t('chosen.one', { name })} checked={chosen} onChecked={onChosen} />}
      <div class="recording-words">
        <strong>{name}</strong>
        <p class="note">{rule ? ruleWords(rule).join(' · ') : t('rules.none')}</p>
        <FaultNote fault={removal.fault} />
      </div>
      {mayManage.value && (
        <div class="recording-actions">
          <IconButton label={t(rule ? 'rules.edit' : 'rules.make', { name })} onClick={onEdit}>
            {rule ? <Pencil /> : <Plus />}
          </IconButton>
          {rule && (
            <IconButton
              label={t('rules.remove', { name })}
              disabled={removal.pending}
              onClick={() => void removal.run()}
            >
              <Trash2 />
            </IconButton>
          )}
        </div>
      )}
    </li>
  )
}
