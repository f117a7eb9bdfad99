// One value of one channel, and what a template wants there instead.
import { ArrowRight, TriangleAlert } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import { type ColumnKey, cellWords, isClockWrong, wantedWords } from './columns.ts'
import { AS } from './roles.ts'
import type { Row } from './rows.ts'
import type { Difference } from './template.ts'

interface Props {
  row: Row
  column: ColumnKey
  difference: Difference | undefined
}

export function Cell({ row, column, difference }: Props) {
  const words = cellWords(row, column)
  const isWrong = column === 'clock' && isClockWrong(row)
  const wanted = difference ? wantedWords(row, difference, column) : ''
  return (
    <td {...AS.cell} data-differs={wanted !== ''} data-begins={column.endsWith('codec') || column === 'recording'}>
      {words === null ? (
        <span class="cell-unknown">
          <span aria-hidden="true">–</span>
          <span class="unseen">{t('configuration.unread')}</span>
        </span>
      ) : (
        <span class={isWrong ? 'attention' : undefined}>
          {isWrong && <TriangleAlert aria-hidden="true" />}
          {words}
        </span>
      )}
      {wanted && (
        <span class="cell-wanted">
          <ArrowRight aria-label={t('configuration.should')} /> {wanted}
        </span>
      )}
    </td>
  )
}
