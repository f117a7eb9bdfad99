// Arrow keys in a table of controls: each has `data-col`, rows may lack some of them.

/** Where a key leads from `cell`; null where it leads nowhere. */
export function nextCell(cell: HTMLElement, key: string): HTMLElement | null {
  const row = cell.closest('tr')
  const body = row?.parentElement
  if (!row || !(body instanceof HTMLTableSectionElement)) return null
  const inRow = [...row.querySelectorAll<HTMLElement>('[data-col]')]
  const at = inRow.indexOf(cell)
  if (key === 'ArrowLeft') return inRow[at - 1] ?? null
  if (key === 'ArrowRight') return inRow[at + 1] ?? null
  if (key === 'Home') return inRow[0] ?? null
  if (key === 'End') return inRow.at(-1) ?? null
  const rows = [...body.rows]
  const others =
    key === 'ArrowDown'
      ? rows.slice(rows.indexOf(row) + 1)
      : key === 'ArrowUp'
        ? rows.slice(0, rows.indexOf(row)).reverse()
        : []
  for (const other of others) {
    const found = other.querySelector<HTMLElement>(`[data-col="${CSS.escape(cell.dataset.col ?? '')}"]`)
    if (found) return found
  }
  return null
}
