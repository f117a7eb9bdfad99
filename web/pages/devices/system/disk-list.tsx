// Disks and network volumes: how each does, how full it is, and how much is left in all.
import { CircleCheck, CircleX, HardDrive, Network, TriangleAlert } from 'lucide-preact'
import { percent, sizeOfMib } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import type { DiskOut } from './asks.ts'
import { freeOf, isDisk, isFull, propertyOf, sumOf, toneOf, usedShareOf } from './disk-words.ts'

export function DiskList({ disks }: { disks: readonly DiskOut[] }) {
  const real = disks.filter(isDisk)
  const bays = disks.filter((disk) => !isDisk(disk))
  const sum = sumOf(disks)
  return (
    <>
      {real.length === 0 && <p>{t('system.disks.none')}</p>}
      {real.length > 1 && (
        <p>
          {t('system.disks.sum', { count: sum.count })} · {freeWords(sum.free, sum.capacity)}
        </p>
      )}
      {real.length > 0 && (
        <ul class="disks">
          {real.map((disk) => (
            <DiskRow key={disk.hdd_id} disk={disk} />
          ))}
        </ul>
      )}
      {bays.length > 0 && (
        <p class="note">
          {t('system.disks.empty', { count: bays.length, names: bays.map((bay) => nameOf(bay)).join(', ') })}
        </p>
      )}
      {isFull(disks) && <p class="note">{t('system.disks.overwrites')}</p>}
    </>
  )
}

const freeWords = (free: number, capacity: number): string =>
  free > 0
    ? t('system.disks.free', { free: sizeOfMib(free), size: sizeOfMib(capacity) })
    : t('system.disks.noneFree', { size: sizeOfMib(capacity) })
const nameOf = (disk: DiskOut): string => disk.hdd_name || String(disk.hdd_id)

function DiskRow({ disk }: { disk: DiskOut }) {
  const used = usedShareOf(disk)
  const property = propertyOf(disk.property)
  const Icon = disk.kind === 'network' ? Network : HardDrive
  const kind = disk.kind === 'network' ? t('system.disks.network') : disk.hdd_type
  return (
    <li>
      <Icon aria-hidden="true" />
      <div class="disk">
        <div class="disk-head">
          <strong>{nameOf(disk)}</strong>
          <span class="note">{[kind, property && t(`system.disks.${property}`)].filter(Boolean).join(' · ')}</span>
          <Health disk={disk} />
        </div>
        {used !== null && (
          <>
            <div class="disk-bar" aria-hidden="true">
              <span style={{ width: percent(used) }} />
            </div>
            <p class="note disk-figures">
              {freeWords(freeOf(disk), disk.capacity)} · {t('system.disks.used', { percent: percent(used) })}
            </p>
          </>
        )}
      </div>
    </li>
  )
}

const ICONS = { good: CircleCheck, attention: TriangleAlert, bad: CircleX, faint: HardDrive }

function Health({ disk: { status, device_status: word } }: { disk: DiskOut }) {
  const tone = toneOf(status)
  const Icon = ICONS[tone]
  return (
    <span class="presence">
      <Icon class={tone} aria-hidden="true" />
      {status === 'other' ? t('system.disks.status.other', { word }) : t(`system.disks.status.${status}`)}
    </span>
  )
}
