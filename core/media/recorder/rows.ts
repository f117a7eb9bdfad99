// Tables of an MP4's index as they are written: rows of big-endian numbers, and runs of rows that are the same.

const FIRST = 1024

export interface Rows {
  readonly count: number
  push(...values: number[]): void
  /** What has been pushed; valid until the next push. */
  bytes(): Buffer
}

/** Unsigned or signed 32-bit numbers; their memory doubles as they grow, so that an hour of video takes a megabyte. */
export function createRows(): Rows {
  let bytes = Buffer.alloc(FIRST)
  let length = 0
  let count = 0
  return {
    get count() {
      return count
    },
    push(...values) {
      if (length + values.length * 4 > bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2)
      for (const value of values) length = bytes.writeInt32BE(value | 0, length)
      count++
    },
    bytes: () => bytes.subarray(0, length),
  }
}

export interface Runs {
  /** One more row of that value. */
  add(value: number): void
  /** Runs as rows of (how many, which value), the last one included. */
  rows(): Rows
}

export function createRuns(): Runs {
  const rows = createRows()
  let value = 0
  let count = 0
  const flush = () => {
    if (count) rows.push(count, value)
    count = 0
  }
  return {
    add(next) {
      if (count && next !== value) flush()
      value = next
      count++
    },
    rows() {
      flush()
      return rows
    },
  }
}
