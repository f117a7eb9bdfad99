// What somebody changed in a matrix: tried dry, written user by user and device by device, and taken back.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Answer, PageFault } from '../../../client.ts'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import { changeRights, type DeviceUser, type Outcome } from './asks.ts'
import { bodyOf, type Edit, type Edits, grouped, type RightsBody, rebased, without } from './rights.ts'

/** What was said about one user's changes. */
export type Verdict = { kind: 'outcome'; outcome: Outcome } | { kind: 'fault'; fault: PageFault }

export interface Written {
  user: number
  /** The way back: what the device said it had before. */
  edits: Edit[]
  /** Rights that the device took without changing them. */
  ignored: string[]
  needsRestart: boolean
  force: boolean
}

export type Doing = 'check' | 'write' | 'undo'
type Verdicts = ReadonlyMap<number, Verdict>

export interface Changes {
  edits: Edits
  byUser: ReadonlyMap<number, Edits>
  verdicts: Verdicts
  forced: ReadonlySet<number>
  written: readonly Written[]
  /** Why somebody's rights could not be taken back. */
  undoFaults: ReadonlyMap<number, PageFault>
  doing: Doing | null
  /** How many users it is done with. */
  progress: { done: number; of: number }
  /** `users` are those whose edits are others in `next`. */
  edit(users: readonly number[], next: Edits): void
  force(user: number, on: boolean): void
  forget(): void
  check(): Promise<void>
  write(): Promise<void>
  undo(): Promise<void>
}

interface Ask {
  user: DeviceUser
  body: RightsBody & { dry_run?: boolean; force: boolean }
}

/** A change as the API tells it, as the way back. */
const backOf = (user: number, change: Outcome['changes'][number]): Edit => {
  const { scope, right, channel_no: channel, from } = change
  return { user, scope, right, channel, to: from }
}

const noProgress = { done: 0, of: 0 }
const dropped = <T>(map: ReadonlyMap<number, T>, users: readonly number[]) =>
  new Map([...map].filter(([id]) => !users.includes(id)))

export function useChanges(users: readonly DeviceUser[], refresh: () => Promise<void>): Changes {
  const [wished, setWished] = useState<Edits>(new Map())
  const [verdicts, setVerdicts] = useState<Verdicts>(new Map())
  const [forced, setForced] = useState<ReadonlySet<number>>(new Set())
  const [written, setWritten] = useState<readonly Written[]>([])
  const [undoFaults, setUndoFaults] = useState<ReadonlyMap<number, PageFault>>(new Map())
  const [doing, setDoing] = useState<Doing | null>(null)
  const [progress, setProgress] = useState(noProgress)
  const busy = useRef(false)
  /** Whose edits became others since something was asked: what is said of them is of no more use. */
  const touched = useRef(new Set<number>())
  const isLeft = useRef(false)
  useEffect(
    () => () => {
      isLeft.current = true
    },
    [],
  )
  const edits = useMemo(() => rebased(wished, users), [wished, users])
  const byUser = useMemo(() => grouped(edits, (user) => user), [edits])

  const once = async (what: Doing, work: () => Promise<void>) => {
    if (busy.current) return
    busy.current = true
    touched.current.clear()
    setDoing(what)
    await work()
    busy.current = false
    setDoing(null)
  }

  /**
   * One after the other: a device takes one document at a time. A fault is about the device, which is not asked for its other
   * users then; the other devices are. Who leaves the page was asked: nothing more is sent then.
   */
  const send = async (asks: readonly Ask[]) => {
    const said = new Map<number, Verdict>()
    const failing = new Set<number>()
    for (const [done, { user, body }] of asks.entries()) {
      if (isLeft.current) break
      setProgress({ done, of: asks.length })
      if (failing.has(user.device)) continue
      const verdict = verdictOf(await changeRights(user.device, user.id, body))
      if (!verdict) break
      said.set(user.id, verdict)
      if (verdict.kind === 'fault') failing.add(user.device)
    }
    setProgress(noProgress)
    return said
  }

  const asksOf = (dry: boolean): Ask[] =>
    users.flatMap((user) => {
      const own = byUser.get(user.id)
      return own ? [{ user, body: { ...bodyOf([...own.values()]), dry_run: dry, force: forced.has(user.id) } }] : []
    })

  return {
    ...{ edits, byUser, verdicts, forced, written, undoFaults, doing, progress },
    edit(changed, next) {
      for (const user of changed) touched.current.add(user)
      setWished(next)
      setWritten([])
      setVerdicts((before) => dropped(before, changed))
      setForced((before) => new Set([...before].filter((id) => !changed.includes(id))))
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
        const said = await send(asksOf(true))
        // The device was read on the way: what it already has is no change any more.
        await refresh()
        setVerdicts(dropped(said, [...touched.current]))
        const outcomes = [...said.values()].flatMap((one) => (one.kind === 'outcome' ? [one.outcome] : []))
        if (outcomes.length > 0 && outcomes.every(({ success, changes }) => success && changes.length === 0))
          toast(t('users.checked.same'))
      }),
    write: () =>
      once('write', async () => {
        const said = await send(asksOf(false))
        const done = [...said].flatMap(([user, verdict]): Written[] =>
          verdict.kind === 'outcome' && verdict.outcome.success
            ? [
                {
                  user,
                  edits: verdict.outcome.changes.map((change) => backOf(user, change)),
                  ignored: verdict.outcome.ignored ?? [],
                  needsRestart: verdict.outcome.reboot_required ?? false,
                  force: forced.has(user),
                },
              ]
            : [],
        )
        await refresh()
        const ids = done.map(({ user }) => user)
        setWished((before) => without(before, edits, ids))
        setVerdicts(dropped(said, [...ids, ...touched.current]))
        // Another try after some were refused: what the first one wrote can still be taken back.
        setWritten((before) => [...before, ...done])
        setUndoFaults(new Map())
      }),
    undo: () =>
      once('undo', async () => {
        setUndoFaults(new Map())
        const asks = written.flatMap(({ user: id, edits: back, force }): Ask[] => {
          const user = users.find((one) => one.id === id)
          return user ? [{ user, body: { ...bodyOf(back), force } }] : []
        })
        const said = await send(asks)
        const isBack = ({ user }: Written) => {
          const verdict = said.get(user)
          return verdict !== undefined && faultIn(verdict) === null
        }
        await refresh()
        const left = written.filter((one) => !isBack(one))
        setWritten(left)
        setUndoFaults(
          new Map(
            [...said].flatMap(([user, verdict]) => {
              const fault = faultIn(verdict)
              return fault ? [[user, fault] as const] : []
            }),
          ),
        )
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
