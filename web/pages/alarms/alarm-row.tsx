// One alarm or event: picture, kind, where, when; the bar at the left says that this browser has not shown it before.
import { Check, Play, Trash2, Video } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { deviceOf } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { SignedPicture } from '../../parts/signed-picture.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { ago, exact, exactFull, length, now } from '../../times.ts'
import { instantText, placeAddress } from '../playback/day/place.ts'
import { picturePath } from '../playback/recordings/picture-path.ts'
import { acknowledge, removeEvent } from './asks.ts'
import { feed } from './feed.ts'
import { type Item, isOwn } from './item.ts'
import { KindIcon } from './kind-icon.tsx'
import { recorderTimeOf } from './recorder-time.ts'
import { seenUntil } from './unseen.ts'
import { wordsOf } from './words.ts'

const SERIOUS = ['error', 'critical']

export function AlarmRow({ alarm }: { alarm: Item }) {
  const began = new Date(alarm.created_at)
  const { kind, where } = wordsOf(alarm)
  const own = isOwn(alarm)
  // Of a camera that is away there is nothing to watch.
  const isLost = own && alarm.ended_at === null
  const remove = () => {
    feed.hide(alarm.id)
    toast(t(own ? 'events.removed' : 'alarms.removed'), {
      undo: () => feed.restore(alarm.id),
      settle: (leaving) =>
        void (own ? removeEvent : api.removeAlarm)(alarm.id, leaving).then((answer) => {
          if (answer.kind !== 'fault') return
          feed.restore(alarm.id)
          toast(answer.fault.message)
        }),
    })
  }
  return (
    <article
      class="alarm"
      data-plain={own && alarm.picture_url === null}
      data-new={began.getTime() > seenUntil.value}
      data-serious={SERIOUS.includes(alarm.severity)}
    >
      <AlarmPicture alarm={alarm} />
      <div class="alarm-words">
        <h3>
          <KindIcon kind={alarm.kind} /> <span>{kind}</span>
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
          <IconButton label={t(own ? 'events.remove' : 'alarms.remove', { kind, where })} onClick={remove}>
            <Trash2 />
          </IconButton>
        )}
      </div>
    </article>
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
  const isSeenTo = alarm.acknowledged_at !== null
  const action = useAsyncAction(
    async () => {
      const answer = await acknowledge(alarm.id, !isSeenTo)
      if (answer.kind === 'fault') toast(answer.fault.message)
      return answer
    },
    ({ data }) => feed.judge(data),
  )
  return (
    <IconButton
      label={t('alarms.acknowledge', what)}
      aria-pressed={isSeenTo}
      aria-busy={action.pending}
      onClick={() => void action.run()}
    >
      <Check />
    </IconButton>
  )
}

/** A little of what came before belongs to it. */
const LEAD_MS = 5000
const CLOSE_MS = 30 * 60_000

/** That moment, where the recorder keeps footage; what is to be seen now, where it does not or the alarm goes on. */
function Watch({ alarm, channelId, began }: { alarm: Item; channelId: number; began: Date }) {
  if (alarm.ended_at === null || !deviceOf(alarm.device_id)?.offers.includes('footage'))
    return (
      <a class="button plain" href={addressOf(`/live/${channelId}`)}>
        <Video />
        <span>{t('alarms.watch')}</span>
      </a>
    )
  const at = instantText(began.getTime() - LEAD_MS)
  return (
    <a class="button plain" href={placeAddress({ channelId, at, others: null, span: CLOSE_MS })}>
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
    alarm.target ? t('alarms.target', { target: alarm.target }) : '',
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

function AlarmPicture({ alarm }: { alarm: Item }) {
  const [missing, setMissing] = useState(false)
  const none = alarm.picture_url === null || missing
  return (
    <div class="alarm-picture">
      {none ? (
        <span title={t('alarms.noPicture')}>
          <KindIcon kind={alarm.kind} />
        </span>
      ) : (
        <Picture path={alarm.picture_url as string} alarm={alarm} onMissing={() => setMissing(true)} />
      )}
    </div>
  )
}

/** Leads to where it is big, saved and protected. */
function Picture({ path, alarm, onMissing }: { path: string; alarm: Item; onMissing: () => void }) {
  const picture = <SignedPicture path={path} alt="" onMissing={onMissing} />
  if (alarm.recording_id === null) return picture
  return (
    <a href={addressOf(picturePath(alarm.recording_id))} aria-label={t('alarms.picture', wordsOf(alarm))}>
      {picture}
    </a>
  )
}
