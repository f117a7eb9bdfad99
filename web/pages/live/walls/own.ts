// Walls of one's own: loaded with the live page, changed here at once and on the appliance after it, in the order of the deeds.
import { signal } from '@preact/signals'
import { ask, list } from '../../../api.ts'
import type { Answer, PageFault } from '../../../client.ts'
import { type Loaded, loaded } from '../../../household.ts'
import { toast } from '../../../parts/toasts.tsx'
import { t } from '../../../texts/t.ts'
import type { WallOut } from '../../../wire.ts'

export const walls = signal<Loaded<WallOut[]>>({ phase: 'loading' })
export const wallList = (): readonly WallOut[] => (walls.value.phase === 'ready' ? walls.value.value : [])

export type WallPatch = Partial<Pick<WallOut, 'name' | 'channel_ids' | 'columns'>>

/** Removed here, and still on the appliance until it cannot be taken back any more. */
const going = new Set<number>()
let changes: Promise<unknown> = Promise.resolve()
let waiting = 0

const byName = (one: WallOut, other: WallOut) => one.name.localeCompare(other.name)
const put = (all: readonly WallOut[]) => {
  walls.value = { phase: 'ready', value: all.filter(({ id }) => !going.has(id)).sort(byName) }
}
const without = (id: number) => wallList().filter((one) => one.id !== id)

/** A list that was there stays when renewing it fails. */
export async function loadWalls(): Promise<void> {
  const next = loaded(list(await ask<{ data: WallOut[] }>('/api/walls')))
  // What somebody is just changing is newer than any answer.
  if (!next || waiting > 0) return
  if (next.phase === 'ready') put(next.value)
  else if (walls.value.phase !== 'ready') walls.value = next
}

/** Forgets them when somebody signs out. */
export function forgetWalls(): void {
  walls.value = { phase: 'loading' }
}

export async function makeWall(name: string, channels: readonly number[]): Promise<Answer<WallOut>> {
  const body = { name, channel_ids: channels }
  const answer = await ask<{ data: WallOut }>('/api/walls', { method: 'POST', body })
  if (answer.kind !== 'ok') return answer
  put([...wallList(), answer.data.data])
  return { kind: 'ok', data: answer.data.data }
}

/** Shown at once; the fault, if it was refused, and then it is as the appliance has it. */
export async function changeWall(id: number, patch: WallPatch): Promise<PageFault | null> {
  const before = wallList().find((one) => one.id === id)
  if (before) put([...without(id), { ...before, ...patch }])
  waiting++
  const sent = changes.then(() => ask<{ data: WallOut }>(`/api/walls/${id}`, { method: 'PUT', body: patch }))
  changes = sent
  const answer = await sent
  waiting--
  if (answer.kind === 'ok') {
    if (waiting === 0) put([...without(id), answer.data.data])
    return null
  }
  if (answer.kind !== 'fault') return null
  await loadWalls()
  return answer.fault
}

/** Gone at once; `onUndo` when it is back after all. */
export function removeWall(wall: WallOut, onUndo: () => void): void {
  const back = () => {
    going.delete(wall.id)
    put([...without(wall.id), wall])
  }
  going.add(wall.id)
  put(wallList())
  toast(t('walls.removed', { name: wall.name }), {
    undo: () => {
      back()
      onUndo()
    },
    settle: (leaving) =>
      ask(`/api/walls/${wall.id}`, { method: 'DELETE', keepalive: leaving }).then((answer) => {
        if (answer.kind !== 'fault' || answer.fault.status === 404) return
        back()
        toast(answer.fault.message)
      }),
  })
}
