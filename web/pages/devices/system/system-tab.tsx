// What a device is, how it does, what it records to, and who may reach it over ONVIF: each with its time, and anew on demand.
import { useMemo } from 'preact/hooks'
import { mayManage, mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { DeviceSourcesPanel } from '../sources/sources-panel.tsx'
import { systemAsks } from './asks.ts'
import { Controls } from './controls.tsx'
import { DiskList } from './disk-list.tsx'
import { InforFacts } from './infor-facts.tsx'
import { KeptSection } from './kept-section.tsx'
import { OnvifUserList } from './onvif-user-list.tsx'
import { Restart } from './restart.tsx'
import { ClockFacts, HealthFacts } from './state-facts.tsx'
import './system.css'
import { type KeptState, useKept } from './use-kept.ts'
import { useTold } from './use-told.ts'

export function SystemTab({ device }: { device: DeviceOut }) {
  const asks = useMemo(() => systemAsks(device.id), [device.id])
  const offers = (capability: string) => mayOperate.value && device.offers.includes(capability as never)
  return (
    <>
      <Infor device={device} kept={asks.infor} />
      <Controls device={device} asks={asks} />
      {offers('clock') && <Clock device={device} tell={asks.clock} />}
      {offers('health') && <Health device={device} tell={asks.health} />}
      {offers('storage') && <Disks device={device} kept={asks.disks} />}
      {device.offers.includes('alarms') && <DeviceSourcesPanel device={device} />}
      {offers('onvifUsers') && <OnvifUsers device={device} kept={asks.onvifUsers} />}
      {mayManage.value && device.offers.includes('power') && <Restart device={device} order={asks.reboot} />}
    </>
  )
}

type KeptOf<K extends 'infor' | 'disks' | 'onvifUsers'> = ReturnType<typeof systemAsks>[K]

function Infor({ device, kept: asks }: { device: DeviceOut; kept: KeptOf<'infor'> }) {
  const kept = useKept(device, 'infor', asks)
  return (
    <KeptSection
      title={t('system.device')}
      kept={kept}
      readAt={(kept.state.phase === 'ready' && kept.state.value?.read_at) || null}
    >
      {(infor) => <InforFacts infor={infor} />}
    </KeptSection>
  )
}

type TellerOf<K extends 'clock' | 'health'> = ReturnType<typeof systemAsks>[K]

function Clock({ device, tell }: { device: DeviceOut; tell: TellerOf<'clock'> }) {
  const records = device.offers.includes('footage') || device.offers.includes('logs')
  return (
    <KeptSection title={t('system.clock')} kept={useTold(device, tell)} readAt={null}>
      {(clock) => <ClockFacts clock={clock} records={records} />}
    </KeptSection>
  )
}

function Health({ device, tell }: { device: DeviceOut; tell: TellerOf<'health'> }) {
  return (
    <KeptSection title={t('system.health')} kept={useTold(device, tell)} readAt={null}>
      {(health) => <HealthFacts health={health} />}
    </KeptSection>
  )
}

/** All items of a list were read at the same time. */
const readAtOf = <T extends { read_at: string | null }>({ state }: KeptState<T[]>) =>
  (state.phase === 'ready' && state.value?.[0]?.read_at) || null

function Disks({ device, kept: asks }: { device: DeviceOut; kept: KeptOf<'disks'> }) {
  const kept = useKept(device, 'disks', asks)
  return (
    <KeptSection title={t('system.disks')} kept={kept} readAt={readAtOf(kept)}>
      {(disks) => <DiskList disks={disks} />}
    </KeptSection>
  )
}

function OnvifUsers({ device, kept: asks }: { device: DeviceOut; kept: KeptOf<'onvifUsers'> }) {
  const kept = useKept(device, 'onvifUsers', asks)
  return (
    <KeptSection title={t('system.onvif')} kept={kept} readAt={readAtOf(kept)} lead={t('system.onvif.lead')}>
      {(users) => <OnvifUserList users={users} />}
    </KeptSection>
  )
}
