// The address of a recording, as a search gives it and as clients build it.
import type { Device } from '../device.ts'
import { placeOfText } from './times.ts'

/** What an address of a recording says; also those that are played. */
export interface Address {
  channel: number
  /** On the axis of digits. */
  from: number
  until: number | null
  startText: string
  name: string | null
  size: number | null
}

export function readAddress(device: Device, address: string): Address | null {
  const [, track, query = ''] = /\/Streaming\/tracks\/(\d{1,5})\/?(?:\?(.*))?$/i.exec(address.trim()) ?? []
  const values = new URLSearchParams(query)
  const startText = values.get('starttime') ?? ''
  const from = placeOfText(device, startText)
  if (track === undefined || Number(track) % 100 !== 1 || from === null) return null
  const until = placeOfText(device, values.get('endtime') ?? '')
  const size = Number(values.get('size') ?? Number.NaN)
  return {
    ...{ channel: Math.floor(Number(track) / 100), from, until, startText, name: values.get('name') },
    size: Number.isSafeInteger(size) && size > 0 ? size : null,
  }
}
