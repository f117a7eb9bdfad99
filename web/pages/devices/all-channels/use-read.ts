// Reads settings, schedules and clocks anew: several devices side by side, each a few channels at a time.
import { useEffect, useRef, useState } from 'preact/hooks'
import { isAway } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import { asks } from './asks.ts'
import { patient, slicesOf } from './batches.ts'
import type { Row } from './rows.ts'

export interface Progress {
  done: number
  of: number
}

export interface Reading {
  progress: Progress | null
  /** What could not be read the last time. */
  failed: readonly { row: Row; error: string }[]
  run: (rows: readonly Row[]) => Promise<void>
}

type Group = ReturnType<typeof slicesOf<{ row: Row }>>[number]

const AT_ONCE = 4

export function useRead(onRead: () => void): Reading {
  const [progress, setProgress] = useState<Progress | null>(null)
  const [failed, setFailed] = useState<Reading['failed']>([])
  const busy = useRef(false)
  const isLeft = useRef(false)
  useEffect(
    () => () => {
      isLeft.current = true
    },
    [],
  )

  const run = async (rows: readonly Row[]) => {
    if (busy.current) return
    busy.current = true
    const lost: { row: Row; error: string }[] = []
    let done = 0
    setProgress({ done, of: rows.length })
    const groups = slicesOf(rows.map((row) => ({ row })))
    const one = async ({ device, slices }: Group) => {
      const give = (items: readonly { row: Row }[], error: string) => {
        for (const { row } of items) lost.push({ row, error })
      }
      if (isAway(device)) return give(slices.flat(), device.state.reason ?? t('configuration.away'))
      if (device.offers.includes('clock')) await asks.readClock(device.id)
      for (const [at, slice] of slices.entries()) {
        if (isLeft.current) return
        const ids = slice.map(({ row }) => row.id)
        const answer = await patient(
          () => asks.read(device.id, ids),
          () => isLeft.current,
        )
        if (answer.kind === 'fault') return give(slices.slice(at).flat(), answer.fault.message)
        if (answer.kind !== 'ok') return
        for (const { channel_id, error } of answer.data.failed_channels)
          give(
            slice.filter(({ row }) => row.id === channel_id),
            error,
          )
        done += slice.length
        setProgress({ done, of: rows.length })
      }
    }
    const waiting = [...groups]
    const worker = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await one(next)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    busy.current = false
    if (isLeft.current) return
    setProgress(null)
    setFailed(lost)
    onRead()
  }
  return { progress, failed, run }
}
