// The day that is open, and moving through the cells of the month by keys.

export interface Chosen {
  deviceId: number
  channelId: number
  day: string
}

type Cells = HTMLTableCellElement

/** The cell that a key leads to from another one; null where it leads nowhere. */
export function cellFor(key: string, from: Cells, whole: boolean): Cells | null {
  const row = from.parentElement as HTMLTableRowElement
  const table = row.closest('table')
  const rows = [...(table?.querySelectorAll<HTMLTableRowElement>('tr[data-channel]') ?? [])]
  const at = rows.indexOf(row)
  const inRow = (of: HTMLTableRowElement | undefined, index: number) => {
    const cell = of?.cells[Math.min(index, of.cells.length - 1)]
    return cell?.dataset.day ? cell : null
  }
  switch (key) {
    case 'ArrowLeft':
      return inRow(row, from.cellIndex - 1)
    case 'ArrowRight':
      return from.cellIndex + 1 < row.cells.length ? inRow(row, from.cellIndex + 1) : null
    case 'ArrowUp':
      return inRow(rows[at - 1], from.cellIndex)
    case 'ArrowDown':
      return inRow(rows[at + 1], from.cellIndex)
    case 'Home':
      return inRow(whole ? rows[0] : row, 1)
    case 'End':
      return inRow(whole ? rows.at(-1) : row, row.cells.length - 1)
    default:
      return null
  }
}

/** The way back into the table is through the cell that had the focus last. */
export function makeDoor(cell: Cells): void {
  for (const other of cell.closest('tbody')?.querySelectorAll<Cells>('td[tabindex="0"]') ?? []) other.tabIndex = -1
  cell.tabIndex = 0
}

/** The cell of a click or key, if it is one that has a day; and which day of which channel that is. */
export function cellAt(target: EventTarget | null): { cell: Cells; chosen: Chosen } | null {
  const cell = target instanceof Element ? target.closest<Cells>('td[data-day]') : null
  if (!cell?.dataset.day) return null
  const channelId = Number(cell.parentElement?.dataset.channel)
  const deviceId = Number(cell.closest('tbody')?.dataset.device)
  return { cell, chosen: { deviceId, channelId, day: cell.dataset.day } }
}

export const cellOf = ({ channelId, day }: Chosen): Cells | null =>
  document.querySelector<Cells>(`tr[data-channel="${channelId}"] td[data-day="${day}"]`)
