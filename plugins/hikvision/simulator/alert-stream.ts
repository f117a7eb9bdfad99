// The alert stream: answers that never end, each part framed to the byte as the devices do it.
import type { ServerResponse } from 'node:http'
import type { Device } from './device.ts'
import { alertText, heartbeatText } from './documents/alert.ts'
import type { Notice } from './events/alarms.ts'
import { type Faults, garble } from './faults.ts'

export const ALERT_STREAM_PATH = '/ISAPI/Event/notification/alertStream'

export interface AlertStreams {
  /** False when all places are taken. */
  open(response: ServerResponse): boolean
  /** Writes before it returns. */
  send(notice: Notice): void
  count(): number
  close(): void
}

export interface AlertStreamOptions {
  device: Device
  faults: Faults
  limit: number
  heartbeatMs: number
}

/** A reader that is so far behind is gone, whatever its socket says. */
const BACKLOG_BYTES = 8 << 20

/** No line end before the next boundary, no closing boundary: the length alone tells where a part ends. */
function part(type: string, body: Uint8Array, more = ''): Buffer {
  const head = `--boundary\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n${more}\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

export function createAlertStreams({ device, faults, limit, heartbeatMs }: AlertStreamOptions): AlertStreams {
  const streams = new Set<ServerResponse>()
  let heartbeat: Timer | null = null

  function write(stream: ServerResponse, bytes: Buffer) {
    if (stream.writableLength > BACKLOG_BYTES) stream.socket?.destroy()
    else stream.write(bytes)
  }

  function writeAlert(stream: ServerResponse, text: string) {
    const fault = faults.strike(ALERT_STREAM_PATH, 'part')
    const body = Buffer.from(fault?.garbled ? garble(text) : text)
    const bytes = part('application/xml; charset="UTF-8"', body)
    if (fault?.cut === undefined) return write(stream, bytes)
    streams.delete(stream)
    stream.write(bytes.subarray(0, fault.cut === true ? bytes.length >> 1 : fault.cut), () =>
      setTimeout(() => stream.socket?.destroy(), 10),
    )
  }

  function beat() {
    const text = heartbeatText(device)
    for (const stream of [...streams]) writeAlert(stream, text)
  }

  function restartHeartbeat() {
    if (heartbeat) clearInterval(heartbeat)
    heartbeat = streams.size > 0 ? setInterval(beat, heartbeatMs) : null
  }

  function writeNotice(notice: Notice) {
    const { event, picture } = notice
    const text = alertText(device, notice)
    const name = `${event.type}_${event.channel}`
    const disposition = `Content-Disposition: form-data; name="${name}"; filename="${name}.jpg"\r\n`
    for (const stream of [...streams]) {
      writeAlert(stream, text)
      if (picture && streams.has(stream)) write(stream, part('image/jpeg', picture, disposition))
    }
    // Some recorders send no heartbeat while alarms flow.
    if (!device.model.heartbeat.whileBusy) restartHeartbeat()
  }

  return {
    open(response) {
      if (streams.size >= limit) return false
      streams.add(response)
      response.on('close', () => {
        streams.delete(response)
        if (streams.size === 0) restartHeartbeat()
      })
      // A stream without length and without chunks: it ends with the connection.
      response.shouldKeepAlive = false
      response.useChunkedEncodingByDefault = false
      response.writeHead(200, {
        'MIME-Version': '1.0',
        Connection: 'close',
        'Content-Type': 'multipart/mixed; boundary=boundary',
      })
      writeAlert(response, heartbeatText(device))
      if (!heartbeat) restartHeartbeat()
      return true
    },
    send(notice) {
      const { raw } = notice.event
      if (raw === undefined) return writeNotice(notice)
      for (const stream of streams) write(stream, Buffer.from(raw))
    },
    count: () => streams.size,
    close() {
      for (const stream of streams) stream.socket?.destroy()
      streams.clear()
      restartHeartbeat()
    },
  }
}
