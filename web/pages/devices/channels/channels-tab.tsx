// The channels of a device, one after another: settings on the device and changing them, which alarms reach us, and its use here.
import { useEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { channels } from '../../../household.ts'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { leave } from '../../../parts/unsaved.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut, DeviceOut } from '../../../wire.ts'
import { ImagingPanel } from '../imaging/imaging-panel.tsx'
import { HoldPanel } from '../sources/hold-panel.tsx'
import { SourcesPanel } from '../sources/sources-panel.tsx'
import { ChannelSettings } from './channel-settings.tsx'
import { Chooser } from './chooser.tsx'
import { SwitchedOff, SwitchOff } from './switched-off.tsx'
import { TagsPanel } from './tags-panel.tsx'
import './channels.css'

export function ChannelsTab({ device }: { device: DeviceOut }) {
  const { query, route } = useLocation()
  const state = channels.value
  /** Where the address names none: the first one, and that one still when it is switched off and another is first. */
  const shown = useRef<number | null>(null)
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} />
  // Those that are not used come last.
  const list = state.value
    .filter((one) => one.device_id === device.id && one.is_active)
    .sort((a, b) => Number(b.in_use) - Number(a.in_use) || a.channel_no - b.channel_no)
  const byId = (wanted: string) => list.find(({ id }) => String(id) === wanted)
  const current = byId(query.channel ?? '') ?? byId(String(shown.current)) ?? list[0]
  shown.current = current?.id ?? null
  if (!current) return <Empty drawing="recorder" title={t('channels.none')} text={t('channels.none.do')} />
  const hrefOf = ({ id }: ChannelOut) => addressOf(`/devices/${device.id}/channels?channel=${id}`)
  return (
    <div class="channel-desk" data-single={list.length === 1}>
      {list.length > 1 && (
        <Chooser
          list={list}
          current={current}
          hrefOf={hrefOf}
          onChoose={(one) => leave(() => route(hrefOf(one), true))}
        />
      )}
      <Panels key={current.id} device={device} channel={current} />
    </div>
  )
}

function Panels({ device, channel }: { device: DeviceOut; channel: ChannelOut }) {
  const { in_use: inUse } = channel
  const hasPicture = device.offers.includes('imaging')
  const place = useRef<HTMLDivElement>(null)
  const before = useRef(inUse)
  // The button that was pressed is gone: the keyboard goes on where it led to.
  useEffect(() => {
    if (before.current !== inUse && document.activeElement === document.body) place.current?.focus()
    before.current = inUse
  }, [inUse])
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields
    <div class="channel-panels" role="group" aria-label={channel.name} tabIndex={-1} ref={place}>
      {inUse ? (
        <>
          {channel.can.config && <ChannelSettings channel={channel} />}
          {!channel.can.config && !hasPicture && (
            <section class="panel pad">
              <h2>{channel.name}</h2>
              <p class="note">{t('channels.closed')}</p>
            </section>
          )}
          {hasPicture && <ImagingPanel channel={channel} />}
          {device.offers.includes('alarms') && <SourcesPanel channel={channel} />}
          {device.offers.includes('alarms') && <HoldPanel channel={channel} />}
          {mayManage.value && <TagsPanel channel={channel} />}
          {mayManage.value && <SwitchOff channel={channel} />}
        </>
      ) : (
        <SwitchedOff channel={channel} />
      )}
    </div>
  )
}
