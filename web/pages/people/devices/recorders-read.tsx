// How old what is shown of each recorder is; each, or all of them, read anew.
import { RotateCw } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import type { DeviceOut } from '../../../wire.ts'
import { type DeviceUser, readAnew } from '../../devices/users/asks.ts'
import { Reading } from '../../devices/users/reading.tsx'

interface Props {
  recorders: readonly DeviceOut[]
  users: readonly DeviceUser[]
  refresh: () => Promise<void>
}

export function RecordersRead({ recorders, users, refresh }: Props) {
  const all = useReadAll(recorders, refresh)
  const times = users.flatMap(({ readAt }) => (readAt ? [readAt.getTime()] : []))
  const unread = recorders.filter(({ id }) => !users.some(({ device }) => device === id))
  const words = [
    t('rights.read.recorders', { count: recorders.length }),
    times.length > 0 && t('rights.read.oldest', { time: ago(new Date(Math.min(...times)), now.value) }),
    unread.length > 0 && t('rights.read.never', { count: unread.length }),
  ]
  return (
    <div class="recorders-read">
      <details>
        <summary>{users.length === 0 ? t('rights.unread') : words.filter(Boolean).join(' · ')}</summary>
        <ul>
          {recorders.map((recorder) => {
            const own = users.filter(({ device }) => device === recorder.id)
            return (
              <li key={recorder.id}>
                <a href={addressOf(`/devices/${recorder.id}/users`)}>{titleOf(recorder)}</a>
                <Reading device={recorder.id} users={own} refresh={refresh} />
              </li>
            )
          })}
        </ul>
      </details>
      {mayOperate.value && (
        <Button
          look={users.length === 0 ? 'primary' : 'quiet'}
          icon={<RotateCw />}
          disabled={all.done !== null}
          onClick={() => void all.run()}
        >
          {all.done === null
            ? t('rights.read.all')
            : t('rights.read.progress', { done: all.done, of: recorders.length })}
        </Button>
      )}
      {all.failed.map(({ name, message }) => (
        <FaultNote
          key={name}
          fault={{ status: 0, message: t('rights.read.failed', { name, message }), problems: [] }}
        />
      ))}
    </div>
  )
}

/** One recorder after the other; one that fails holds up none. Who leaves the page ends it after the one in hand. */
function useReadAll(recorders: readonly DeviceOut[], refresh: () => Promise<void>) {
  const [done, setDone] = useState<number | null>(null)
  const [failed, setFailed] = useState<{ name: string; message: string }[]>([])
  const isLeft = useRef(false)
  useEffect(
    () => () => {
      isLeft.current = true
    },
    [],
  )
  const run = async () => {
    const faults: typeof failed = []
    setFailed([])
    for (const [index, recorder] of recorders.entries()) {
      if (isLeft.current) return
      setDone(index)
      const answer = await readAnew(recorder.id)
      const message =
        answer.kind === 'fault' ? answer.fault.message : answer.kind === 'ok' ? answer.data.errors[0]?.error : undefined
      if (message !== undefined) faults.push({ name: titleOf(recorder), message })
    }
    await refresh()
    setDone(null)
    setFailed(faults)
    if (faults.length === 0) toast(t('users.readAnew.done'))
  }
  return { done, failed, run }
}
