// Events that come by themselves: by chance, or from a file that is played in a loop.
import { z } from 'zod'
import type { Device } from '../device.ts'
import { eventSchema, problemText, type SimEventInput } from './event.ts'
import { drawEvent } from './kinds.ts'

type Raise = (event: SimEventInput) => Promise<void>

const entrySchema = eventSchema.extend({ at: z.number().min(0) })
export type ScriptEntry = z.input<typeof entrySchema>

/** Reads JSON lines or one JSON array of events, each with `at` in seconds; throws with a text for people. */
export function parseScript(text: string): ScriptEntry[] {
  const isList = text.trimStart().startsWith('[')
  const lines = isList ? [text] : text.split('\n').filter((line) => line.trim() !== '')
  const values = lines.map((line, index) => {
    try {
      return JSON.parse(line) as unknown
    } catch {
      throw new Error(isList ? 'The list of events is not JSON.' : `Line ${index + 1} of the events is not JSON.`)
    }
  })
  const parsed = z.array(entrySchema).safeParse(isList ? values[0] : values)
  if (!parsed.success) throw new Error(`The events cannot be used: ${problemText(parsed.error)}`)
  if (parsed.data.length === 0) throw new Error('The list of events is empty.')
  return parsed.data
}

/** Raises the entries at their seconds, again and again; returns how to stop. A round ends with its last alarm. */
export function playScript(entries: ScriptEntry[], raise: Raise, speed: number): () => void {
  const length = Math.max(...entries.map(({ at, duration }) => at + (duration ?? 1)))
  let timers: Timer[] = []
  const round = () => {
    timers = entries.map(({ at, ...event }) => setTimeout(() => void raise(event), (at * 1000) / speed))
    timers.push(setTimeout(round, (Math.max(length, 1) * 1000) / speed))
  }
  round()
  return () => timers.forEach(clearTimeout)
}

/** Raises an alarm of a random kind and channel about every 10 s, the first after 2; returns how to stop. */
export function playChance(device: Device, raise: Raise, random: () => number, speed: number): () => void {
  let timer: Timer
  const next = (seconds: number) => {
    timer = setTimeout(
      () => {
        const event = drawEvent(device, random)
        if (event) void raise(event)
        next(7 + random() * 6)
      },
      (seconds * 1000) / speed,
    )
  }
  next(2)
  return () => clearTimeout(timer)
}
