// What each camera takes: now, a day, since when, and how far back its recordings will reach.
import { Video } from 'lucide-preact'
import { addressOf } from '../../../base.ts'
import { Empty } from '../../../parts/states.tsx'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { exactDay } from '../../../times.ts'
import type { Storage, StorageCamera } from './asks.ts'
import { largestFirst, nameOf, reachWords, ruleWords } from './words.ts'

export function CamerasSection({ storage: { cameras, folders } }: { storage: Storage }) {
  if (cameras.length === 0)
    return (
      <Empty drawing="recorder" title={t('storage.cameras.none')} text={t('storage.cameras.none.do')}>
        <a class="button plain" href={addressOf('/playback/recorder')}>
          <Video />
          <span>{t('storage.cameras.record')}</span>
        </a>
      </Empty>
    )
  const list = largestFirst(cameras)
  const most = list[0]?.bytes ?? 0
  const inWhich = (id: number | null) => folders.find((folder) => folder.id === id)
  return (
    <section aria-labelledby="storage-cameras">
      <h2 id="storage-cameras">{t('storage.cameras')}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, by the keyboard too */}
      <section class="storage-box" aria-labelledby="storage-cameras" tabIndex={0}>
        <table class="storage-table">
          <thead>
            <tr>
              <th scope="col">{t('storage.col.camera')}</th>
              <th scope="col">{t('storage.col.bytes')}</th>
              <th scope="col">{t('storage.col.day')}</th>
              <th scope="col">{t('storage.col.oldest')}</th>
              <th scope="col">{t('storage.col.reaches')}</th>
            </tr>
          </thead>
          <tbody>
            {list.map((camera) => (
              <Row
                key={`${camera.channel_id} ${camera.name} ${camera.folder}`}
                camera={camera}
                share={most > 0 ? camera.bytes / most : 0}
                folder={folders.length > 1 ? inWhich(camera.folder) : undefined}
              />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}

interface RowProps {
  camera: StorageCamera
  /** Of what the largest takes. */
  share: number
  /** Where there are several. */
  folder: Storage['folders'][number] | undefined
}

function Row({ camera, share, folder }: RowProps) {
  const { channel_id, name, bytes, recordings, oldest_at, bytes_per_day, reaches_days, full_at } = camera
  const rule = ruleWords(camera)
  return (
    <tr>
      <th scope="row">
        {channel_id === null ? name : <a href={addressOf(`/playback/recordings?channel=${channel_id}`)}>{name}</a>}
        {folder && <small>{t('storage.in', { name: nameOf(folder) })}</small>}
        <span class="storage-bar" aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      </th>
      <td>
        {size(bytes)}
        <small>{t('storage.count', { count: recordings })}</small>
      </td>
      <td>{bytes_per_day > 0 ? size(bytes_per_day) : '–'}</td>
      <td>{oldest_at === null ? '–' : exactDay(new Date(oldest_at))}</td>
      <td>
        {reachWords(reaches_days)}
        {rule && <small>{t('storage.rule', { rule })}</small>}
        {full_at !== null && (
          <small class="attention">{t('storage.fullOn', { day: exactDay(new Date(full_at)) })}</small>
        )}
      </td>
    </tr>
  )
}
