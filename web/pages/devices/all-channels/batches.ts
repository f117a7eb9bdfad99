// Work on many channels in requests of a few, so that a bar can move and the work can be ended in between.
import type { Answer } from '../../../client.ts'
import type { Row } from './rows.ts'

/** The API takes so many at once. */
const MOST = 16
/** Fewer would fill the appliance's count of what a person asks of devices: trying, writing and taking back are a few each. */
const FEWEST = 4
/** Steps of the bar, about. */
const STEPS = 5
/** By then the count has gone down by one. */
const PATIENCE_MS = 3000

/** By device, each in slices. */
export function slicesOf<T extends { row: Row }>(items: readonly T[]): { device: Row['device']; slices: T[][] }[] {
  const size = Math.min(MOST, Math.max(FEWEST, Math.ceil(items.length / STEPS)))
  return [...Map.groupBy(items, ({ row }) => row.device.id).values()].flatMap((own) => {
    const device = own[0]?.row.device
    if (!device) return []
    const slices = Array.from({ length: Math.ceil(own.length / size) }, (_, at) =>
      own.slice(at * size, (at + 1) * size),
    )
    return [{ device, slices }]
  })
}

/** Waits where the appliance says that it was asked too often. */
export async function patient<T>(ask: () => Promise<Answer<T>>, isOver: () => boolean): Promise<Answer<T>> {
  for (;;) {
    const answer = await ask()
    if (answer.kind !== 'fault' || answer.fault.status !== 429 || isOver()) return answer
    await new Promise((done) => setTimeout(done, PATIENCE_MS))
  }
}
