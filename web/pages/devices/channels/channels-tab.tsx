// The channels of a device, one after another: settings on the device and changing them, and which alarms reach us.
import { useLocation } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { channels } from '../../../household.ts'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { leave } from '../../../parts/unsaved.ts'
import { t } from '../../../texts/t.ts'
import type { ChannelOut, DeviceOut } from '../../../wire.ts'
import { SourcesPanel } from '../sources/sources-panel.tsx'
import { ChannelSettings } from './channel-settings.tsx'
import { Chooser } from './chooser.tsx'
import './channels.css'

export function ChannelsTab({ device }: { device: DeviceOut }) {
  const { query, route } = useLocation()
  const state = channels.value
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} />
  const list = state.value
    .filter((one) => one.device_id === device.id && one.is_active)
    .sort((a, b) => a.channel_no - b.channel_no)
  const current = list.find(({ id }) => String(id) === query.channel) ?? list[0]
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
      <div class="channel-panels" key={current.id}>
        {current.can.config ? (
          <ChannelSettings channel={current} />
        ) : (
          <section class="panel pad">
            <h2>{current.name}</h2>
            <p class="note">{t('channels.closed')}</p>
          </section>
        )}
        {device.offers.includes('alarms') && <SourcesPanel channel={current} />}
      </div>
    </div>
  )
}
