// The picture settings of a camera: read by a button, changed by sliders, and written after what will change has been shown.
import { MoveRight, SlidersHorizontal } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Choice } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useDraft } from '../../../parts/use-draft.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut } from '../../../wire.ts'
import { type Image, readImage, writeImage } from './asks.ts'
import { type Change, changesOf, fieldsOf, LEVELS, namesOf, patchOf, valueWords } from './image.ts'
import './imaging.css'

export function ImagingPanel({ channel }: { channel: ChannelOut }) {
  const [image, setImage] = useState<Image | null>(null)
  const read = useAsyncAction(
    () => readImage(channel.id),
    ({ data }) => setImage(data),
  )
  return (
    <section class="panel pad" aria-labelledby="imaging">
      <h2 id="imaging">{t('imaging.title')}</h2>
      <p class="note">{t('imaging.lead')}</p>
      {image && fieldsOf(image).length === 0 && <p class="note">{t('imaging.none')}</p>}
      {image &&
        (mayManage.value ? <Form channel={channel} image={image} onWritten={setImage} /> : <Facts image={image} />)}
      {!image && (
        <div class="actions">
          <Button icon={<SlidersHorizontal />} pending={read.pending} onClick={() => void read.run()}>
            {t('imaging.read')}
          </Button>
        </div>
      )}
      <FaultNote fault={read.fault} />
    </section>
  )
}

function Facts({ image }: { image: Image }) {
  return (
    <dl class="facts">
      {fieldsOf(image).map((field) => (
        <div key={field}>
          <dt>{t(`imaging.${field}`)}</dt>
          <dd>{valueWords(image[field])}</dd>
        </div>
      ))}
    </dl>
  )
}

interface FormProps {
  channel: ChannelOut
  image: Image
  onWritten: (image: Image) => void
}

function Form({ channel, image, onWritten }: FormProps) {
  const [draft, setDraft, saved] = useDraft(image)
  const changes = changesOf(image, draft)
  useUnsaved(changes.length > 0)
  const write = useAsyncAction(
    async () => {
      const answer = await writeImage(channel.id, patchOf(changes))
      if (answer.kind === 'ok') saved(draft)
      return answer
    },
    ({ data, ignored }) => {
      toast(ignored.length > 0 ? t('imaging.ignored', { fields: namesOf(ignored) }) : t('imaging.written'))
      onWritten(data)
    },
  )
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (changes.length > 0) void write.run()
      }}
    >
      {LEVELS.map((field) => {
        const level = draft[field]
        return level === null ? null : (
          <Level
            key={field}
            label={t(`imaging.${field}`)}
            level={level}
            onLevel={(value) => setDraft({ ...draft, [field]: value })}
          />
        )
      })}
      {draft.ir_cut !== null && (
        <Choice
          label={t('imaging.ir_cut')}
          value={draft.ir_cut}
          options={(['auto', 'on', 'off'] as const).map((way) => [way, valueWords(way)])}
          onValue={(way) => setDraft({ ...draft, ir_cut: way })}
        />
      )}
      {changes.length > 0 && <Will changes={changes} />}
      <FaultNote fault={write.fault} />
      <div class="actions">
        <Button look="primary" type="submit" pending={write.pending} disabled={changes.length === 0}>
          {t('imaging.write')}
        </Button>
        {changes.length > 0 && (
          <Button disabled={write.pending} onClick={() => setDraft(image)}>
            {t('do.cancel')}
          </Button>
        )}
      </div>
    </form>
  )
}

interface LevelProps {
  label: string
  level: number
  onLevel: (level: number) => void
}

function Level({ label, level, onLevel }: LevelProps) {
  const id = useId()
  return (
    <div class="field imaging-level">
      <label for={id}>{label}</label>
      <div>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          value={level}
          onInput={(event) => onLevel(event.currentTarget.valueAsNumber)}
        />
        <output for={id}>{level}</output>
      </div>
    </div>
  )
}

function Will({ changes }: { changes: readonly Change[] }) {
  return (
    <section class="will" aria-live="polite" aria-label={t('channels.will')}>
      <h3>{t('channels.will')}</h3>
      <dl>
        {changes.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{t(`imaging.${field}`)}</dt>
            <dd>
              <del>
                <span class="unseen">{t('channels.before')} </span>
                {valueWords(before)}
              </del>
              <MoveRight aria-hidden="true" />
              <ins>
                <span class="unseen">{t('channels.after')} </span>
                {valueWords(after)}
              </ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
