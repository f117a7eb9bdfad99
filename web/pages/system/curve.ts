// A row of figures as lines in a box: gaps stay gaps, and a lone figure is still to be seen.

export interface Curve {
  /** For `d` of an SVG path; empty where there is nothing. */
  line: string
  /** The same down to the ground. */
  area: string
}

/** Values from 0 to `most`, in a box of that width and height; above it counts as the top. */
export function curveOf(values: readonly (number | null)[], most: number, width: number, height: number): Curve {
  const step = values.length > 1 ? width / (values.length - 1) : width
  const place = (value: number, index: number) =>
    [index * step, height - Math.min(1, Math.max(0, value / most)) * height].map((one) => Math.round(one * 10) / 10)
  const lines: string[] = []
  const areas: string[] = []
  let run: string[] = []
  let from = 0
  const end = (after: number) => {
    if (!run.length) return
    const last = (after - 1) * step
    // A single figure becomes a short dash.
    if (run.length === 1) run.push(`${Math.round((last + Math.min(step, 2)) * 10) / 10} ${run[0]?.split(' ')[1]}`)
    const path = `M${run.join('L')}`
    lines.push(path)
    areas.push(`${path}V${height}H${Math.round(from * step * 10) / 10}Z`)
    run = []
  }
  for (const [index, value] of values.entries()) {
    if (value === null) {
      end(index)
      continue
    }
    if (!run.length) from = index
    run.push(place(value, index).join(' '))
  }
  end(values.length)
  return { line: lines.join(''), area: areas.join('') }
}

/** From when on there are figures, where that is well after the beginning; null where there are none at all. */
export function sinceOf(values: readonly (number | null)[]): number | null | undefined {
  const first = values.findIndex((value) => value !== null)
  if (first < 0) return null
  return first > values.length / 20 ? first : undefined
}

/** A round number at or above the largest: 1, 2, 5, 10, 20, 50 … */
export function roundedUp(largest: number): number {
  if (largest <= 1) return 1
  const size = 10 ** Math.floor(Math.log10(largest))
  return ([1, 2, 5, 10].find((step) => step * size >= largest) ?? 10) * size
}

/** Where the largest figure is; null where there is none. */
export function highestOf(values: readonly (number | null)[]): number | null {
  let best: number | null = null
  values.forEach((value, index) => {
    if (value !== null && (best === null || value > (values[best] ?? 0))) best = index
  })
  return best
}
