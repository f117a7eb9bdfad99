// Model, serial number, firmware and MAC address, as the device writes them.
import { t } from '../../../texts/t.ts'
import type { InforOut } from './asks.ts'

export function InforFacts({ infor }: { infor: InforOut }) {
  const facts: [string, string | null][] = [
    [t('system.model'), infor.model],
    [t('system.serial'), infor.serial_number],
    [t('system.firmware'), infor.firmware_version],
    [t('system.mac'), infor.mac_address],
  ]
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || <span class="note">{t('system.unknown')}</span>}</dd>
        </div>
      ))}
    </dl>
  )
}
