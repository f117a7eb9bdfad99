// What somebody changed in the matrix: tried dry, written user by user, and taken back.
import { useMemo, useRef, useState } from 'preact/hooks'
import type { Answer, PageFault } from '../../../client.ts'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import { changeRights, type DeviceUser, type Outcome } from './asks.ts'
import { bodyOf, type Edit, type Edits, editsOf, rebased, without } from './rights.ts'

/** What was said about one user's changes. */
export type Verdict = { kind: 'outcome'; outcome: Outcome } | { kind: 'fault'; fault: PageFault }

export interface Written {
  user: number
  edits: Edit[]
  /** Rights that the device took without changing them. */
  ignored: string[]
  needsRestart: boolean
  force: boolean
}

export type Doing = 'check' | 'write' | 'undo'

export interface Changes {
  edits: Edits
  verdicts: ReadonlyMap<number, Verdict>
  forced: ReadonlySet<number>
  written: readonly Written[]
  undoFault: PageFault | null
  doing: Doing | null
  edit(user: number, next: Edits): void
  force(user: number, on: boolean): void
  forget(): void
  check(): Promise<void>
  write(): Promise<void>
  undo(): Promise<void>
}

/** A change as the API tells it; `back` is the way back. */
const editIn = (user: number, change: Outcome['changes'][number], back = false): Edit => {
  const { scope, right, channel_no: channel, from, to } = change
  return { user, scope, right, channel, to: back ? from : to }
}

export function useChanges(device: number, users: readonly DeviceUser[], refresh: () => Promise<void>): Changes {
  const [wished, setWished] = useState<Edits>(new Map())
  const [verdicts, setVerdicts] = useState<ReadonlyMap<number, Verdict>>(new Map())
  const [forced, setForced] = useState<ReadonlySet<number>>(new Set())
  const [written, setWritten] = useState<readonly Written[]>([])
  const [undoFault, setUndoFault] = useState<PageFault | null>(null)
  const [doing, setDoing] = useState<Doing | null>(null)
  const busy = useRef(false)
  const edits = useMemo(() => rebased(wished, users), [wished, users])
  const changed = [...new Set([...edits.values()].map(({ user }) => user))]

  const once = async (what: Doing, work: () => Promise<void>) => {
    if (busy.current) return
    busy.current = true
    setDoing(what)
    await work()
    busy.current = false
    setDoing(null)
  }

  /** One after the other: the device takes one document at a time, and the first fault is about the device. */
  const send = async (dry: boolean) => {
    const said = new Map<number, Verdict>()
    for (const user of changed) {
      const body = { ...bodyOf(editsOf(edits, user)), dry_run: dry, force: forced.has(user) }
      const verdict = verdictOf(await changeRights(device, user, body))
      if (!verdict) continue
      said.set(user, verdict)
      if (verdict.kind === 'fault') break
    }
    return said
  }

  return {
    ...{ edits, verdicts, forced, written, undoFault, doing },
    edit(user, next) {
      setWished(next)
      setWritten([])
      setVerdicts((before) => new Map([...before].filter(([id]) => id !== user)))
      setForced((before) => new Set([...before].filter((id) => id !== user)))
    },
    force(user, on) {
      setForced((before) => new Set(on ? [...before, user] : [...before].filter((id) => id !== user)))
    },
    forget() {
      setWished(new Map())
      setVerdicts(new Map())
      setForced(new Set())
    },
    check: () =>
      once('check', async () => {
        const said = await send(true)
        // The device was read on the way: what it already has is no change any more.
        await refresh()
        setVerdicts(said)
        const outcomes = [...said.values()].flatMap((one) => (one.kind === 'outcome' ? [one.outcome] : []))
        if (outcomes.length > 0 && outcomes.every(({ success, changes }) => success && changes.length === 0))
          toast(t('users.checked.same'))
      }),
    write: () =>
      once('write', async () => {
        const said = await send(false)
        const done = [...said].flatMap(([user, verdict]): Written[] =>
          verdict.kind === 'outcome' && verdict.outcome.success
            ? [
                {
                  user,
                  edits: verdict.outcome.changes.map((change) => editIn(user, change, true)),
                  ignored: verdict.outcome.ignored ?? [],
                  needsRestart: verdict.outcome.reboot_required ?? false,
                  force: forced.has(user),
                },
              ]
            : [],
        )
        await refresh()
        setWished((before) => done.reduce((left, { user }) => without(left, user), before))
        setVerdicts(new Map([...said].filter(([user]) => !done.some((one) => one.user === user))))
        // Another try after some were refused: what the first one wrote can still be taken back.
        setWritten((before) => [...before, ...done])
        setUndoFault(null)
      }),
    undo: () =>
      once('undo', async () => {
        setUndoFault(null)
        let left = written
        for (const one of written) {
          const answer = await changeRights(device, one.user, { ...bodyOf(one.edits), force: one.force })
          const verdict = verdictOf(answer)
          const fault = verdict && faultIn(verdict)
          if (fault) setUndoFault(fault)
          if (!verdict || fault) break
          left = left.filter((other) => other !== one)
        }
        await refresh()
        setWritten(left)
        if (left.length === 0) toast(t('users.undone'))
      }),
  }
}

function verdictOf(answer: Answer<Outcome>): Verdict | null {
  if (answer.kind === 'ok') return { kind: 'outcome', outcome: answer.data }
  return answer.kind === 'fault' ? { kind: 'fault', fault: answer.fault } : null
}

function faultIn(verdict: Verdict): PageFault | null {
  if (verdict.kind === 'fault') return verdict.fault
  const { success, error, message } = verdict.outcome
  return success ? null : { status: 200, message: error ?? message, problems: [] }
}
