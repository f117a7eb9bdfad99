// Faults of our own that nobody may be looking at: work that failed, webhooks that gave up, a disk or a clock that is not right.
import { eq } from 'drizzle-orm'
import type { Bus, BusEvents } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { users, webhooks } from '../../db/schema/index.ts'
import type { Timers } from '../../timers.ts'
import { isPlausible } from '../rounds/log.ts'
import type { States } from './states.ts'

interface Deps {
  db: Db
  bus: Bus
  states: States
  /** What of ours lies on disks that do not answer. */
  silentDisks: () => Promise<string[]>
  now: () => Date
  timers: Timers
}

const LOOK_MS = 5 * 60_000
const DISK = 'disk-away'
const CLOCK = 'clock'
const WEBHOOK = 'webhook '

/** What a kind of work was for, and what helps. Rounds are not here: each device tells of its own. */
const WORK: Record<string, { failed: string; help: string }> = {
  backup: { failed: 'The backup could not be made.', help: 'Make another one when that is mended.' },
  export: { failed: 'Recordings could not be put together for an export.', help: 'Begin it anew when that is mended.' },
  download: {
    failed: 'Recordings could not be fetched from a recorder.',
    help: 'Look at the recorder, then resume the download.',
  },
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

export function followOwnFaults({ db, bus, states, silentDisks, now, timers }: Deps) {
  const subscriptions = new DisposableStack()
  let timer: Disposable | null = null
  let isOver = false

  function jobEnded({ householdId, kind, input, isSuccess, message }: BusEvents['job.ended']): void {
    const work = WORK[kind]
    // Whoever restores a backup waits for it, and nothing is lost when it fails.
    if (!work || input.restore !== undefined) return
    const word = `job ${kind} ${householdId}`
    if (isSuccess) return void states.end(null, (other) => other === word)
    states.begin({ householdId, device: null }, word, {
      ...{ type: 'error', severity: kind === 'backup' ? 'error' : 'warning' },
      message: [work.failed, ...(message ? [sentence(message)] : []), work.help].join(' '),
      metadata: { job: kind },
    })
  }

  function webhookChanged({ webhookId, householdId, name, offReason }: BusEvents['webhook.switched']): void {
    const word = `${WEBHOOK}${webhookId}`
    if (offReason === null) return void states.end(null, (other) => other === word)
    states.begin({ householdId, device: null }, word, {
      ...{ type: 'error', severity: 'warning' },
      message: `The webhook ${name} was switched off: ${sentence(offReason)} Mend its receiver, then switch it on again.`,
      metadata: { webhook_id: webhookId },
    })
  }

  const founder = () => db.select({ householdId: users.householdId }).from(users).where(eq(users.isFounder, true)).get()

  /** Of the appliance as a whole: the founder is told. */
  function judge(word: string, trouble: { type: string; message: string } | null): void {
    if (!trouble) return void states.end(null, (other) => other === word)
    const householdId = founder()?.householdId
    if (householdId === undefined) return
    states.begin({ householdId, device: null }, word, { ...trouble, severity: 'critical' })
  }

  async function look(): Promise<void> {
    const at = now()
    judge(
      CLOCK,
      isPlausible(at)
        ? null
        : {
            type: 'error',
            message: `The clock of this machine is wrong: it shows ${at.toISOString().slice(0, 10)}. Set it, or let it follow a time server.`,
          },
    )
    const silent = await silentDisks().catch(() => null)
    // Then nothing is known, and what goes on goes on.
    if (isOver || silent === null) return
    const what = silent.join(', ')
    judge(
      DISK,
      what
        ? {
            type: 'disk_error',
            message: `The disk for ${what} does not answer. See whether it is connected and mounted: nothing can be kept there meanwhile.`,
          }
        : null,
    )
  }

  function lookAgain(): void {
    timer = timers.after(LOOK_MS, lookAgain)
    void look()
  }

  return {
    /** Once, after the states were loaded. */
    start() {
      const off = new Set(
        db
          .select({ id: webhooks.id })
          .from(webhooks)
          .where(eq(webhooks.isEnabled, false))
          .all()
          .map(({ id }) => `${WEBHOOK}${id}`),
      )
      states.end(null, (word) => word.startsWith(WEBHOOK) && !off.has(word))
      subscriptions.use(bus.on('job.ended', jobEnded))
      subscriptions.use(bus.on('webhook.switched', webhookChanged))
      lookAgain()
    },
    [Symbol.dispose]() {
      isOver = true
      timer?.[Symbol.dispose]()
      subscriptions.dispose()
    },
  }
}
