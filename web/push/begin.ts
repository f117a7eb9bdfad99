// What the pages do for the worker once they stand: begin it, and see that this browser is still told of alarms.
import { keepUp } from './browser.ts'
import { startWorker } from './worker.ts'

export async function beginWorker(): Promise<void> {
  const registration = await startWorker()
  if (registration && 'PushManager' in window) await keepUp(registration)
}
