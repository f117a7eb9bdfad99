// Still pictures, and the XML that stands in their place when there is none.
import { type Answer, type Question, refuse } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import type { Pictures } from '../pictures.ts'
import { streamId } from './streaming.ts'

/** Cameras take the bare channel number too. */
function channelOf(text: string, isCamera: boolean): number | null {
  if (isCamera && /^\d$/.test(text)) return Number(text)
  const id = streamId(text)
  return id && (id.stream === 1 || id.stream === 2) ? id.channel : null
}

async function picture(pictures: Pictures, { device, path }: Question, text: string, proxy: boolean): Promise<Answer> {
  const { model } = device
  if (proxy && model.family !== 'nvr') return refuse(device, path, 'notSupport')
  const number = channelOf(text, model.family === 'camera')
  const channel = number === null ? null : device.channel(number)
  if (!channel) return refuse(device, path, 'deviceBusy')
  if (!channel.online) return refuse(device, path, 'serviceUnavailable')
  // Cameras of other makes are asked through the proxy path only, and the refusal says 200.
  if (!proxy && channel.behind?.protocol === 'ONVIF') return refuse(device, path, 'badXmlContent')
  const body = await pictures.of(channel.number, device.wallClock())
  return body ? { status: 200, type: 'image/jpeg', body } : refuse(device, path, 'deviceError')
}

export function pictureRoutes(pictures: Pictures): Route[] {
  return [
    {
      method: 'GET',
      path: 'Streaming/channels/{}/picture',
      handle: (question, [id]) => picture(pictures, question, id!, false),
    },
    {
      method: 'GET',
      path: 'ContentMgmt/StreamingProxy/channels/{}/picture',
      handle: (question, [id]) => picture(pictures, question, id!, true),
    },
  ]
}
