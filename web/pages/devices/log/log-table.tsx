// Found entries, newest first, as a table of which only the rows near the window are drawn.
import { Bell, Info, SquareTerminal, TriangleAlert, UserRound } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { hereBeside } from '../../../beside.ts'
import { useNear } from '../../../parts/use-near.ts'
import { hasText, t } from '../../../texts/t.ts'
import type { LogEntry } from './asks.ts'
import { dayOf, offsetOf, type Piece, piecesOf } from './entries.ts'
import { dayWords } from './words.ts'

/** Rows that come and go together. */
const PIECE = 60
/** A row that was never drawn is taken to be as tall as one line, in pixels; scrolling there mends it. */
const ROW_PX = 41

export function LogTable({ entries }: { entries: readonly LogEntry[] }) {
  const pieces = useMemo(() => piecesOf(entries, PIECE), [entries])
  return (
    <table class="log" aria-label={t('log.table')} aria-rowcount={entries.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{t('log.column.time')}</th>
          <th scope="col">{t('log.column.what')}</th>
          <th scope="col">{t('log.column.kind')}</th>
          <th scope="col">{t('log.column.who')}</th>
        </tr>
      </thead>
      {pieces.map((piece) => (
        <PieceRows key={piece.at} piece={piece} />
      ))}
    </table>
  )
}

function PieceRows({ piece }: { piece: Piece }) {
  const { place, near, height } = useNear<HTMLTableSectionElement>()
  if (!near)
    return (
      <tbody ref={place} aria-hidden="true">
        <tr class="log-gap" style={{ height: `${height ?? piece.entries.length * ROW_PX}px` }}>
          <td colSpan={4} />
        </tr>
      </tbody>
    )
  return (
    <tbody ref={place}>
      {piece.entries.map((entry, i) => {
        const before = piece.entries[i - 1]
        const day = dayOf(entry)
        return (
          <Entry
            key={i}
            entry={entry}
            row={piece.at + i + 2}
            day={day === (before ? dayOf(before) : piece.dayBefore) ? null : day}
          />
        )
      })}
    </tbody>
  )
}

function Entry({ entry, row, day }: { entry: LogEntry; row: number; day: string | null }) {
  const { eventTime, time, description, subType, majorType } = entry
  const here = hereBeside(Date.parse(time), offsetOf(entry))
  return (
    <>
      {day !== null && (
        <tr class="log-day">
          <th scope="rowgroup" colSpan={4}>
            {dayWords(day)}
          </th>
        </tr>
      )}
      <tr aria-rowindex={row}>
        <td class="log-time">
          <time dateTime={time}>{eventTime.slice(11)}</time>
          {here && <small>{here}</small>}
        </td>
        <td class="log-what" title={subType}>
          {description}
        </td>
        <td class="log-kind">
          <KindMark kind={majorType} />
        </td>
        <td class="log-who">{who(entry)}</td>
      </tr>
    </>
  )
}

const ICONS: Record<string, typeof Bell> = {
  alarm: Bell,
  exception: TriangleAlert,
  operation: UserRound,
  information: Info,
}

function KindMark({ kind }: { kind: string }) {
  const Icon = ICONS[kind] ?? SquareTerminal
  const key = `log.one.${kind}`
  return (
    <span data-kind={kind}>
      <Icon aria-hidden="true" />
      {hasText(key) ? t(key as 'log.one.alarm') : kind}
    </span>
  )
}

function who({ userName, ipAddress }: LogEntry): string {
  if (userName && ipAddress) return t('log.who', { user: userName, address: ipAddress })
  return userName || (ipAddress ? t('log.from.address', { address: ipAddress }) : '')
}
