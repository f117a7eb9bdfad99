// A picture of now (WIRE 3.10): errors come as XML, even with status 200, so that only the first bytes prove a picture.
import { Fault, type Snapshot } from '#plugin'
import type { Answer, IsapiClient } from '../isapi/client.ts'
import { faultOfAnswer, xmlOrNull } from '../isapi/faults.ts'
import { text } from '../isapi/xml.ts'
import { type Knowledge, keyOf } from './channels.ts'

const MAX_PICTURE = 16 * 1024 * 1024
const TRIES_WHEN_BUSY = 2

export interface SnapshotOptions {
  client: IsapiClient
  device: string
  knowledge(): Knowledge
  /** Waits between two tries; ends early with the session. */
  pause(): Promise<void>
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8
}

function isWrongPath(answer: Answer): boolean {
  return text(xmlOrNull(answer.text()), 'statusCode') === '6' || [400, 403, 404].includes(answer.status)
}

export function createSnapshot({ client, device, knowledge, pause }: SnapshotOptions): Snapshot {
  /** Recorders that make pictures of their IP channels only under the other path. */
  const proxied = new Set<string>()

  async function ask(path: string): Promise<Answer> {
    for (let tries = 1; ; tries++) {
      const answer = await client.fetch(path, { maxBytes: MAX_PICTURE })
      const fault = isJpeg(answer.bytes) ? null : faultOfAnswer(device, path, answer.status, answer.text())
      if (fault?.kind !== 'device-busy' || tries >= TRIES_WHEN_BUSY) return answer
      await pause()
    }
  }

  function pictureOf(answer: Answer, path: string): Uint8Array {
    if (isJpeg(answer.bytes)) return answer.bytes
    const fault = faultOfAnswer(device, path, answer.status, answer.text())
    throw fault ?? new Fault('device-garbled', `${device} sent something that is no picture: try again.`)
  }

  return {
    async take(sourceKey) {
      const known = knowledge()
      const input = known.inputs.find((candidate) => keyOf(candidate) === sourceKey)
      if (!input) throw new Fault('not-found', 'This device no longer has that channel')
      const id = known.streams.some((stream) => stream.id < 100) ? input.number : input.number * 100 + 1
      const direct = `/ISAPI/Streaming/channels/${id}/picture`
      const other = `/ISAPI/ContentMgmt/StreamingProxy/channels/${id}/picture`
      if (proxied.has(sourceKey)) return pictureOf(await ask(other), other)
      const answer = await ask(direct)
      if (input.connection !== 'ip' || isJpeg(answer.bytes) || !isWrongPath(answer)) return pictureOf(answer, direct)
      const picture = pictureOf(await ask(other), other)
      proxied.add(sourceKey)
      return picture
    },
  }
}
