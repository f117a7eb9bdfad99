// The channels of one device: number, name (ours to change), whether the camera is there.
import { Check, CircleCheck, CircleSlash, EyeOff, Pencil, VideoOff, X } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { channels, loadChannels } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import type { ChannelOut, DeviceOut } from '../../wire.ts'

export function ChannelList({ device }: { device: DeviceOut }) {
  const list = channels.value.phase === 'ready' ? channels.value.value.filter((one) => one.device_id === device.id) : []
  return (
    <section class="panel pad">
      <h2>{t('devices.channelList')}</h2>
      {list.length === 0 ? (
        <p class="note">{t('devices.channelList.empty')}</p>
      ) : (
        <ul class="channel-list">
          {list
            .sort((a, b) => a.channel_no - b.channel_no)
            .map((channel) => (
              <ChannelRow key={channel.id} channel={channel} />
            ))}
        </ul>
      )}
    </section>
  )
}

function ChannelRow({ channel }: { channel: ChannelOut }) {
  const [editing, setEditing] = useState(false)
  const place = useRef<HTMLLIElement>(null)
  const wasEditing = useRef(false)
  useEffect(() => {
    // The field took the focus with it.
    if (wasEditing.current && !editing && document.activeElement === document.body)
      place.current?.querySelector('button')?.focus()
    wasEditing.current = editing
  }, [editing])
  return (
    <li ref={place}>
      <span class="channel-no">{channel.channel_no}</span>
      {editing ? (
        <Rename channel={channel} onClose={() => setEditing(false)} />
      ) : (
        <>
          <a href={addressOf(`/live/${channel.id}`)}>{channel.name}</a>
          <Presence channel={channel} />
          {mayManage.value && (
            <IconButton label={t('devices.channel.edit', { name: channel.name })} onClick={() => setEditing(true)}>
              <Pencil />
            </IconButton>
          )}
        </>
      )}
    </li>
  )
}

function Presence({ channel }: { channel: ChannelOut }) {
  if (!channel.is_active)
    return (
      <span class="presence">
        <CircleSlash aria-hidden="true" /> {t('devices.channel.gone')}
      </span>
    )
  if (!channel.in_use)
    return (
      <span class="presence">
        <EyeOff aria-hidden="true" /> {t('devices.channel.off')}
      </span>
    )
  if (channel.online === false)
    return (
      <span class="presence bad" title={channel.trouble ?? undefined}>
        <VideoOff aria-hidden="true" /> {t('devices.channel.away')}
      </span>
    )
  return channel.online ? (
    <span class="presence">
      <CircleCheck class="good" aria-hidden="true" /> {t('devices.channel.online')}
    </span>
  ) : (
    <span class="presence" />
  )
}

function Rename({ channel, onClose }: { channel: ChannelOut; onClose: () => void }) {
  const [name, setName] = useState(channel.name)
  const action = useAsyncAction(
    () => api.renameChannel(channel.id, name.trim() || null),
    () => {
      void loadChannels()
      toast(t('devices.channel.renamed', { name: name.trim() || (channel.device_name ?? channel.name) }))
      onClose()
    },
  )
  return (
    <form
      class="rename"
      onSubmit={(event) => {
        event.preventDefault()
        void action.run()
      }}
    >
      <input
        aria-label={t('devices.channel.rename', { number: channel.channel_no })}
        value={name}
        maxLength={64}
        placeholder={channel.device_name ?? ''}
        ref={(element) => element?.focus()}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      />
      <IconButton label={t('do.save')} type="submit" disabled={action.pending}>
        <Check />
      </IconButton>
      <IconButton label={t('do.cancel')} onClick={onClose}>
        <X />
      </IconButton>
      {action.fault && (
        <p class="note bad" role="alert">
          {action.fault.message}
        </p>
      )}
    </form>
  )
}
