// Times in which a device recorded nothing although it was to, and what its log says of them.

export interface Outage {
  /** Whole seconds by the device's clock. */
  from: Date
  to: Date
  /** Left out, all. */
  channels?: readonly number[]
  /** What its log notes at the beginning; of a single channel under its number. */
  noted?: { major: string; minor: string }
}

export const strikes = ({ channels }: Outage, channel: number): boolean => !channels || channels.includes(channel)

/** What is left of a span (ms since 1970) beside the outages; one without length cuts it in two. */
export function leftOf(span: readonly [number, number], outages: readonly Pick<Outage, 'from' | 'to'>[]) {
  return outages
    .reduce(
      (pieces: (readonly [number, number])[], { from, to }) =>
        pieces.flatMap(([start, end]) =>
          +to <= start || +from >= end
            ? [[start, end] as const]
            : ([
                [start, +from],
                [+to, end],
              ] as const),
        ),
      [span],
    )
    .filter(([start, end]) => end > start)
}
