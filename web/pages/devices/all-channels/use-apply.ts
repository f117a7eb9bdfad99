// Brings channels to a template: tried on the devices, written, and taken back; one device after the other.
import { useEffect, useRef, useState } from 'preact/hooks'
import { toast } from '../../../parts/toasts.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { t } from '../../../texts/t.ts'
import type { Change } from '../channels/draft.ts'
import { asks, type OutcomeOut, type Wish } from './asks.ts'
import { patient, slicesOf } from './batches.ts'
import { type Deed, isIn, isUndoable, type State, wishesBack, wishesOf } from './deeds.ts'
import { withinLimits } from './template.ts'
import type { Progress } from './use-read.ts'

export type Doing = 'check' | 'write' | 'undo'

export interface Applying {
  deeds: readonly Deed[]
  doing: Doing | null
  progress: Progress | null
  check: () => Promise<void>
  write: () => Promise<void>
  undo: () => Promise<void>
  /** After the request that is under way. */
  stop: () => void
  /** Takes what the device offers instead. */
  take: (deeds: readonly Deed[]) => void
}

/** How an answer, or none, changes what is known of a deed. */
type Judge = (deed: Deed, outcome: OutcomeOut | null, error: string) => State | Promise<State>

export function useApply(given: readonly Deed[], onWritten: () => void): Applying {
  const [deeds, setDeeds] = useState(given)
  const [doing, setDoing] = useState<Doing | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const isOver = useRef(false)
  const busy = useRef(false)
  useUnsaved(doing !== null)
  const stop = () => {
    isOver.current = true
  }
  useEffect(() => stop, [])

  const settle = (states: ReadonlyMap<string, State>) =>
    setDeeds((before) => before.map((deed) => ({ ...deed, state: states.get(deed.key) ?? deed.state })))

  async function run(what: Doing, chosen: readonly Deed[], wishes: (slice: readonly Deed[]) => Wish[], judge: Judge) {
    if (busy.current || chosen.length === 0) return
    busy.current = true
    isOver.current = false
    setDoing(what)
    let done = 0
    setProgress({ done, of: chosen.length })
    for (const { device, slices } of slicesOf(chosen)) {
      // What a device does not answer once is not asked of it again and again.
      let lost: string | null = null
      for (const slice of slices) {
        if (isOver.current) break
        const ask = () => asks.change(device.id, wishes(slice), what === 'check')
        const answer: Awaited<ReturnType<typeof ask>> | null =
          lost === null ? await patient(ask, () => isOver.current) : null
        if (answer?.kind === 'aborted' || answer?.kind === 'signed-out') return
        if (answer?.kind === 'fault') lost = answer.fault.message
        const results = answer?.kind === 'ok' ? answer.data.results : []
        const of = (deed: Deed) =>
          results.find(({ channel_id, part }) => channel_id === deed.row.id && part === deed.part) ?? null
        const states = await Promise.all(
          slice.map(async (deed) => {
            const outcome = of(deed)
            const error = outcome?.error ?? lost ?? t('configuration.noWord')
            return [deed.key, await judge(deed, outcome, error)] as const
          }),
        )
        settle(new Map(states))
        done += slice.length
        setProgress({ done, of: chosen.length })
      }
    }
    busy.current = false
    setDoing(null)
    setProgress(null)
  }

  return {
    ...{ deeds, doing, progress },
    check: () =>
      run('check', deeds.filter(isIn('planned', 'refused')), wishesOf, async (deed, outcome, error) =>
        outcome?.ok ? { phase: 'fits' } : { phase: 'refused', error, instead: await insteadOf(deed, outcome) },
      ),
    async write() {
      const fitting = deeds.filter(isIn('fits'))
      await run('write', fitting, wishesOf, (_, outcome, error) =>
        outcome?.ok ? { phase: 'written', outcome } : { phase: 'failed', error },
      )
      onWritten()
    },
    async undo() {
      const back = deeds.filter(isUndoable)
      // Of what was broken off nothing is heard.
      let left = back.length
      await run('undo', back, wishesBack, ({ state }, outcome, error) => {
        if (!outcome?.ok) return state.phase === 'written' ? { ...state, error } : state
        left--
        return { phase: 'undone' }
      })
      onWritten()
      if (left === 0) toast(t('configuration.undone'))
    },
    stop,
    take(accepted) {
      const taken = new Map(accepted.map((deed) => [deed.key, deed]))
      setDeeds((before) =>
        before.flatMap((deed): Deed[] => {
          const { state } = taken.get(deed.key) ?? deed
          if (!taken.has(deed.key) || state.phase !== 'refused' || !state.instead) return [deed]
          // What comes nearest may be what the camera has.
          return state.instead.length ? [{ ...deed, changes: state.instead, state: { phase: 'planned' } }] : []
        }),
      )
    },
  }
}

/** Asked only of what was refused for its values. */
async function insteadOf({ row, part, changes }: Deed, outcome: OutcomeOut | null): Promise<Change[] | null> {
  const settings = part === 'schedule' ? null : row[part]
  if (!settings || part === 'schedule' || !outcome || outcome.problems.length === 0) return null
  const limits = await asks.limits(row.device.id, row.id, part)
  return limits.kind === 'ok' ? withinLimits(settings, limits.data, changes) : null
}
