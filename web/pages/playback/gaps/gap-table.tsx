// Gaps as rows, newest first, a page at a time: each leads to its moment.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import { lengthWords } from '../cells.ts'
import { instantText, placeAddress } from '../day/place.ts'
import { DAY } from '../day/view.ts'
import { wallOf } from '../day/wall.ts'
import type { GapOut } from './asks.ts'

const ROWS = 100
const clock = wallOf([], 0)

export function GapTable({ gaps }: { gaps: readonly GapOut[] }) {
  const [count, setCount] = useState(ROWS)
  const rows = gaps.toSorted((a, b) => b.start.localeCompare(a.start))
  return (
    <>
      <div class="gaps-box">
        <table class="gaps">
          <thead>
            <tr>
              <th scope="col">{t('playback.channel')}</th>
              <th scope="col">{t('gaps.begin')}</th>
              <th scope="col">{t('gaps.end')}</th>
              <th scope="col">{t('day.export.length')}</th>
              <th scope="col">{t('gaps.cause')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, count).map((gap) => (
              <Row key={`${gap.channel_id} ${gap.start}`} gap={gap} />
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > count && (
        <div class="actions">
          <Button onClick={() => setCount(count + ROWS)}>{t('gaps.more', { count: rows.length - count })}</Button>
        </div>
      )}
    </>
  )
}

function Row({ gap }: { gap: GapOut }) {
  // The recorder's wall clock as it was told: no zone may move it.
  const [begin, end] = [gap.start_local, gap.end_local].map((local) => Date.parse(`${local}Z`)) as [number, number]
  const isSameDay = clock.date(begin) === clock.date(end)
  const address = placeAddress({
    channelId: gap.channel_id,
    at: instantText(Date.parse(gap.start) - 10_000),
    others: null,
    span: Math.min(DAY, Math.max(DAY / 24, gap.seconds * 3000)),
  })
  return (
    <tr>
      <th scope="row">{gap.channel_name}</th>
      <td>
        <a href={address}>
          {clock.day(begin)}, {clock.exact(begin)}
        </a>
      </td>
      <td>
        {isSameDay ? '' : `${clock.day(end)}, `}
        {clock.exact(end)}
      </td>
      <td>{gap.seconds < 60 ? t('time.seconds', { count: gap.seconds }) : lengthWords(gap.seconds)}</td>
      <td>
        {t(`gaps.cause.${gap.cause}`)}
        {gap.reason && <small>{gap.reason}</small>}
      </td>
    </tr>
  )
}
