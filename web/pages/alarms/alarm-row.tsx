// One alarm or event: picture, kind, where, when; the bar at the left says that it is new to whoever looks.
import { Check, Play, Trash2, Video } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { barAfter } from '../../alarms-seen.ts'
import { addressOf } from '../../base.ts'
import { channelOf, deviceOf, hasFootage } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { Pick } from '../../parts/chosen-bar.tsx'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { ago, exact, exactFull, length, now } from '../../times.ts'
import { instantText, placeAddress } from '../playback/day/place.ts'
import { AlarmPicture } from './alarm-picture.tsx'
import { isSeenTo, remove, turn } from './deeds.ts'
import { type Item, isOwn } from './item.ts'
import { KindIcon } from './kind-icon.tsx'
import { recorderTimeOf } from './recorder-time.ts'
import { targetText } from './target.ts'
import { wordsOf } from './words.ts'

const SERIOUS = ['error', 'critical']

interface Props {
  alarm: Item
  /** Null: nothing is being chosen. With Shift all between this one and the last. */
  choice: { chosen: boolean; onChosen: (on: boolean, withShift: boolean) => void } | null
}

export function AlarmRow({ alarm, choice }: Props) {
  const began = new Date(alarm.created_at)
  const { kind, where } = wordsOf(alarm)
  const own = isOwn(alarm)
  // Of a camera that is away there is nothing to watch.
  const isLost = own && alarm.ended_at === null
  const isNew = barAfter.value !== null && began.getTime() > barAfter.value
  return (
    <article
      class="alarm"
      tabIndex={-1}
      data-alarm={alarm.id}
      data-plain={own && alarm.picture_url === null}
      data-new={isNew}
      data-serious={SERIOUS.includes(alarm.severity)}
      data-choosing={choice !== null}
    >
      {choice && <Choose {...choice} label={t('alarms.chooseOne', { kind, where })} />}
      <AlarmPicture alarm={alarm} />
      <div class="alarm-words">
        <h3>
          <KindIcon kind={alarm.kind} /> <span>{kind}</span>
          {isNew && <span class="unseen">{t('alarms.new')}</span>}
          {alarm.ended_at === null && <span class="ongoing">{t('alarms.ongoing')}</span>}
        </h3>
        <p class="alarm-where">{where}</p>
        <p class="alarm-when">
          <time dateTime={alarm.created_at} title={exactFull(began)}>
            {ago(began, now.value)} · {exact(began)}
          </time>
          <Details alarm={alarm} />
        </p>
        {alarm.acknowledged_at !== null && <SeenTo at={alarm.acknowledged_at} by={alarm.acknowledged_by} />}
      </div>
      <div class="alarm-actions">
        {alarm.channel_id !== null && !isLost && <Watch alarm={alarm} channelId={alarm.channel_id} began={began} />}
        {mayOperate.value && <Acknowledge alarm={alarm} what={{ kind, where }} />}
        {mayManage.value && (
          <IconButton
            label={t(own ? 'events.remove' : 'alarms.remove', { kind, where })}
            onClick={() => remove([alarm])}
          >
            <Trash2 />
          </IconButton>
        )}
      </div>
    </article>
  )
}

interface ChooseProps extends NonNullable<Props['choice']> {
  label: string
}

function Choose({ label, chosen, onChosen }: ChooseProps) {
  // What the box itself tells of a change does not say which keys were held.
  const withShift = useRef(false)
  return (
    <span
      class="alarm-choose"
      onPointerDown={(event) => {
        withShift.current = event.shiftKey
      }}
    >
      <Pick
        label={label}
        checked={chosen}
        onChecked={(on) => {
          onChosen(on, withShift.current)
          withShift.current = false
        }}
      />
    </span>
  )
}

function SeenTo({ at, by }: { at: string; by: string | null }) {
  const when = new Date(at)
  const time = ago(when, now.value)
  return (
    <p class="alarm-seen" title={exactFull(when)}>
      <Check class="seen-mark" /> {by ? t('alarms.seenTo.by', { name: by, time }) : t('alarms.seenTo', { time })}
    </p>
  )
}

function Acknowledge({ alarm, what }: { alarm: Item; what: { kind: string; where: string } }) {
  const [pending, setPending] = useState(false)
  return (
    <IconButton
      label={t('alarms.acknowledge', what)}
      aria-pressed={isSeenTo(alarm)}
      aria-busy={pending}
      disabled={pending}
      onClick={() => {
        setPending(true)
        void turn(alarm).finally(() => setPending(false))
      }}
    >
      <Check />
    </IconButton>
  )
}

/** A little of what came before belongs to it. */
const LEAD_MS = 5000
const CLOSE_MS = 30 * 60_000

/** That moment, where there is footage to play; what is to be seen now, where there is none or the alarm goes on. */
function Watch({ alarm, channelId, began }: { alarm: Item; channelId: number; began: Date }) {
  if (alarm.ended_at === null || !hasFootage(channelOf(channelId)))
    return (
      <a class="button plain" data-watch href={addressOf(`/live/${channelId}`)}>
        <Video />
        <span>{t('alarms.watch')}</span>
      </a>
    )
  const at = instantText(began.getTime() - LEAD_MS)
  return (
    <a class="button plain" data-watch href={placeAddress({ channelId, at, others: null, span: CLOSE_MS })}>
      <Play />
      <span>{t('alarms.watch.moment')}</span>
    </a>
  )
}

function Details({ alarm }: { alarm: Item }) {
  const told = recorderTimeOf(alarm, deviceOf(alarm.device_id)?.utc_offset_minutes ?? null)
  const parts = [
    isOwn(alarm) && alarm.severity !== 'info' ? t(`events.severity.${alarm.severity}`) : '',
    alarm.ended_at !== null && alarm.duration_seconds !== null && alarm.duration_seconds >= 1
      ? t('alarms.lasted', { time: length(alarm.duration_seconds) })
      : '',
    alarm.target ? t('alarms.target', { target: targetText(alarm.target) }) : '',
    alarm.region !== null ? t(alarm.kind === 'input' ? 'alarms.input' : 'alarms.region', { region: alarm.region }) : '',
    alarm.rule ? t('alarms.rule', { rule: alarm.rule }) : '',
    told ? t('alarms.recorderTime', { time: told }) : '',
  ].filter(Boolean)
  return parts.length === 0 ? null : (
    <>
      <span class="alarm-details-dot"> · </span>
      {parts.join(' · ')}
    </>
  )
}
