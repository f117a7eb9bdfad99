// Zones of a camera: drawn over what it shows, named, switched on and off, and saved together.
import { Plus, Trash2 } from 'lucide-preact'
import { useCallback, useId, useState } from 'preact/hooks'
import { useRoute } from 'preact-iso'
import { ask, list } from '../../../api.ts'
import { addressOf } from '../../../base.ts'
import { allPictures, channels } from '../../../household.ts'
import { Button, IconButton } from '../../../parts/button.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { ZonePicture } from './zone-picture.tsx'
import { MOST_ZONES, newZone, type Zone } from './zones.ts'
import './zones.css'

const pathOf = ({ uuid }: ChannelOut) => `/api/cameras/${uuid}/zones`

export function ZonesPage() {
  const { id } = useRoute().params
  const channel = allPictures.value.find((one) => String(one.id) === id || one.uuid === id || one.slug === id)
  const title = channel ? t('zones.of', { channel: channel.name }) : t('zones.title')
  return (
    <Page title={title} back={{ path: `/live/${id}`, label: t('zones.back') }} wide>
      {channel ? (
        <Zones key={channel.id} channel={channel} />
      ) : (
        channels.value.phase !== 'loading' && (
          <Empty drawing="porch" title={t('app.missing')} text={t('app.missing.do')}>
            <a class="button primary" href={addressOf('/')}>
              <span>{t('do.toLive')}</span>
            </a>
          </Empty>
        )
      )}
    </Page>
  )
}

function Zones({ channel }: { channel: ChannelOut }) {
  const load = useCallback(
    async (signal: AbortSignal) => list(await ask<Zone[]>(pathOf(channel), { signal })),
    [channel.uuid],
  )
  const { state, reload } = useLoaded(load)
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  return <Editor channel={channel} saved={state.value} onSaved={reload} />
}

interface EditorProps {
  channel: ChannelOut
  saved: Zone[]
  onSaved: () => void
}

function Editor({ channel, saved, onSaved }: EditorProps) {
  const [draft, setDraft] = useState(saved)
  const [chosenId, choose] = useState(saved[0]?.id ?? null)
  const [known, setKnown] = useState(saved)
  // It begins anew with what is stored now, without taking the button away that somebody has just pressed.
  if (JSON.stringify(known) !== JSON.stringify(saved)) {
    setKnown(saved)
    setDraft(saved)
    if (!saved.some(({ id }) => id === chosenId)) choose(saved[0]?.id ?? null)
  }
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved)
  useUnsaved(isChanged)
  const chosen = draft.find(({ id }) => id === chosenId) ?? null
  const change = (zone: Zone) => setDraft((before) => before.map((one) => (one.id === zone.id ? zone : one)))
  const save = useAsyncAction(
    () => ask<{ data: Zone[] }>(pathOf(channel), { method: 'PUT', body: { zones: draft } }),
    () => {
      toast(t('zones.saved'))
      onSaved()
    },
  )
  const add = () => {
    const zone = newZone(draft, (number) => t('zones.name.new', { number }))
    setDraft([...draft, zone])
    choose(zone.id)
  }
  const remove = (zone: Zone) => {
    setDraft(draft.filter(({ id }) => id !== zone.id))
    choose(draft.find(({ id }) => id !== zone.id)?.id ?? null)
  }
  const may = mayManage.value
  return (
    <div class="zones">
      <ZonePicture
        channel={channel}
        zones={draft}
        chosen={chosen}
        onChoose={({ id }) => choose(id)}
        onChange={may ? change : null}
      />
      <section class="panel pad zones-side" aria-label={t('zones.title')}>
        <p class="note">{t('zones.lead')}</p>
        {draft.length === 0 && <p>{t('zones.none')}</p>}
        <ul class="zones-list">
          {draft.map((zone) => (
            <li key={zone.id}>
              <button
                type="button"
                class="zones-one"
                aria-pressed={zone.id === chosenId}
                onClick={() => choose(zone.id)}
                style={{ '--zone': zone.color }}
              >
                <span class="zones-mark" aria-hidden="true" />
                <span>{zone.name || t('zones.unnamed')}</span>
                {!zone.enabled && <small>{t('zones.off')}</small>}
              </button>
              {zone.id === chosenId && may && <ZoneForm zone={zone} onChange={change} onRemove={() => remove(zone)} />}
            </li>
          ))}
        </ul>
        {may && (
          <>
            {chosen && <p class="note">{t('zones.how')}</p>}
            <FaultNote fault={save.fault} />
            <div class="actions">
              <Button icon={<Plus />} disabled={draft.length >= MOST_ZONES} onClick={add}>
                {t('zones.add')}
              </Button>
              <Button
                look="primary"
                pending={save.pending}
                disabled={!isChanged || draft.some(({ name }) => name.trim() === '')}
                onClick={() => void save.run()}
              >
                {t('zones.save')}
              </Button>
              {isChanged && (
                <Button look="quiet" disabled={save.pending} onClick={() => setDraft(saved)}>
                  {t('do.cancel')}
                </Button>
              )}
            </div>
          </>
        )}
      </section>
    </div>
  )
}

interface FormProps {
  zone: Zone
  onChange: (zone: Zone) => void
  onRemove: () => void
}

function ZoneForm({ zone, onChange, onRemove }: FormProps) {
  const id = useId()
  return (
    <div class="form zones-form">
      <Field
        label={t('zones.name')}
        value={zone.name}
        maxLength={63}
        autocapitalize="sentences"
        onValue={(name) => onChange({ ...zone, name })}
      />
      <div class="zones-row">
        <label for={id}>{t('zones.color')}</label>
        <input
          id={id}
          class="zones-color"
          type="color"
          value={zone.color}
          onInput={(event) => onChange({ ...zone, color: event.currentTarget.value })}
        />
        <span class="zones-gap" />
        <IconButton label={t('zones.remove', { name: zone.name })} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      </div>
      <Switch label={t('zones.on')} checked={zone.enabled} onChecked={(enabled) => onChange({ ...zone, enabled })} />
    </div>
  )
}
