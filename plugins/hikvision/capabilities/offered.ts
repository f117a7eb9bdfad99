// Which capabilities a device has, by what it says of itself. An absent flag means unknown, and only asking tells.
import type { Knowledge } from './channels.ts'

export interface Offered {
  channelConfig: boolean
}

/** Without the device's own document about itself nothing is offered but what another document proves. */
export function offeredBy({ streams }: Pick<Knowledge, 'capabilities' | 'kind' | 'streams'>): Offered {
  return { channelConfig: streams.some((stream) => stream.encoding && stream.stream === 1) }
}
