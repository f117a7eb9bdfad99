// A recorder as seed 002's source of videos: which channels are fetched by themselves, and how far back.

import type { z } from 'zod'
import type { Caller, Services } from '#plugin'
import { channelFor, channelsOf, deviceInfoOut, type Nvr } from './nvr.ts'
import type { SourceOut, sourceBody } from './wire.ts'

type Used = Pick<Services, 'access' | 'footageRules'>

/** Of the document's example, where nothing was said yet. */
const HOURS = 24

export function sourceOut(services: Used, caller: Caller, nvr: Nvr): SourceOut {
  const { model, serial_number, firmware } = deviceInfoOut(nvr.device.info)
  const numbers = new Map(channelsOf(services, caller, nvr).map(({ id, channelNo }) => [id, channelNo]))
  const rules = services.footageRules.ofDevice(caller, nvr.device.id).filter(({ channelId }) => numbers.has(channelId))
  return {
    success: true,
    provider: 'hikvision',
    nvr_id: nvr.id,
    nvr_host: nvr.host,
    nvr_port: nvr.port,
    use_https: nvr.useHttps,
    device_info: { model, serial_number, firmware },
    selected_channels: rules.map(({ channelId }) => String(numbers.get(channelId))),
    time_range_hours: rules[0]?.hours ?? HOURS,
  }
}

/** What is not named stays. A rule that somebody made finer keeps everything but its hours. */
export function changeSource(services: Used, caller: Caller, nvr: Nvr, body: z.output<typeof sourceBody>): void {
  const { footageRules, access } = services
  const rules = new Map(footageRules.ofDevice(caller, nvr.device.id).map((rule) => [rule.channelId, rule]))
  const hours = body.time_range_hours ?? [...rules.values()][0]?.hours ?? HOURS
  const selected = body.selected_channels?.map((id) => channelFor(services, caller, nvr, id).id) ?? [...rules.keys()]
  access.device(caller, nvr.device.id, 'manage')
  for (const id of rules.keys()) if (!selected.includes(id)) footageRules.remove(caller, id)
  for (const id of new Set(selected)) footageRules.set(caller, id, { ...rules.get(id), hours })
}
