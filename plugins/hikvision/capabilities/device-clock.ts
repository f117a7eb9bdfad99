// The device's clock: what it believes, how it keeps it, and setting it (WIRE 2.3). Its zone is never touched.
import { type Clock, type ClockReading, Fault } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { type Node, readXml, text } from '../isapi/xml.ts'
import { offsetOfTime } from './clock.ts'
import { instantsOfWall, wallOf } from './times.ts'
import type { Writer } from './writing.ts'

const PATH = '/ISAPI/System/time'
/** The device tells whole seconds, and answering takes it a moment. */
const CLOSE_ENOUGH_SECONDS = 5

const offsetAt = (document: Node) => (time: Date) => offsetOfTime(document, time) ?? 0

/** Digits and zone are trusted, the offset behind the digits is not: many devices forget summer time in it. */
export function readClock(document: Node, now: Date): ClockReading {
  const wall = wallOf(text(document, 'localTime'))
  if (wall === null) throw new Fault('device-garbled', 'The device does not tell its time')
  // In the hour that comes twice, the one that is nearer to our time.
  const [time = now] = instantsOfWall(wall, offsetAt(document)).sort(
    (a, b) => Math.abs(+a - +now) - Math.abs(+b - +now),
  )
  return {
    time,
    utcOffsetMinutes: offsetAt(document)(time),
    mode: text(document, 'timeMode')?.toLowerCase() ?? 'manual',
    timeZone: text(document, 'timeZone'),
    driftSeconds: Math.round((time.getTime() - now.getTime()) / 1000),
  }
}

/** An instant as the device writes its local time: with an offset where it uses one. */
export function localTime(document: Node, time: Date): string {
  const minutes = offsetAt(document)(time)
  const digits = new Date(time.getTime() + minutes * 60_000).toISOString().slice(0, 19)
  const style = /([+-]\d\d(:?)\d\d|Z)?$/.exec(text(document, 'localTime') ?? '')
  if (!style?.[1] || style[1] === 'Z') return digits + (style?.[1] ?? '')
  const part = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(minutes)
  return `${digits}${minutes < 0 ? '-' : '+'}${part(Math.floor(size / 60))}${style[2] ?? ''}${part(size % 60)}`
}

export interface DeviceClockOptions {
  client: IsapiClient
  writer: Writer
  now(): Date
  /** Told each time that the device's clock has been compared with ours. */
  compared?(reading: ClockReading): void
}

export function createDeviceClock({ client, writer, now, compared }: DeviceClockOptions): Clock {
  /** The device looked at its clock about half way through. */
  async function look() {
    const [asked, began] = [now().getTime(), performance.now()]
    const document = await client.get(PATH)
    const took = performance.now() - began
    const answered = now().getTime()
    const isSure = Math.abs(answered - asked - took) < CLOSE_ENOUGH_SECONDS * 1000
    return { document, at: new Date(answered - took / 2), isSure }
  }

  return {
    async read() {
      let { document, at, isSure } = await look()
      // Our own clock was set meanwhile, as a Raspberry Pi's is after its start: the comparison says nothing.
      if (!isSure) ({ document, at } = await look())
      const reading = readClock(document, at)
      compared?.(reading)
      return reading
    },

    async set(time) {
      const began = now()
      let told = began
      const edited = await writer.set(PATH, (xml) => {
        const document = readXml(xml)
        told = now()
        // What has passed since the caller looked at its clock has passed on the device too.
        const current = new Date(time.getTime() + (told.getTime() - began.getTime()))
        return { timeMode: 'manual', localTime: localTime(document, current) }
      })
      const ended = now()
      const truth = (at: Date) => new Date(time.getTime() + (at.getTime() - began.getTime()))
      const after = readClock(readXml(edited.after), truth(ended))
      compared?.(readClock(readXml(edited.after), ended))
      return {
        before: readClock(readXml(edited.before), truth(told)),
        after,
        ignored: Math.abs(after.driftSeconds) > CLOSE_ENOUGH_SECONDS ? ['time'] : [],
        rebootRequired: edited.rebootRequired,
      }
    },
  }
}
