// What the page of all channels asks the API.
import type {
  ConfigurationOut,
  ConfigurationsOut,
  channelsChangedSchema,
  channelsChangeIn,
  channelsReadSchema,
  OutcomeOut,
} from '../../../../core/api/channel-configurations.wire.ts'
import type { ClocksOut, clockSchema } from '../../../../core/api/manager/device-state.wire.ts'
import type { TemplateIn, TemplateOut } from '../../../../core/api/templates.wire.ts'
import { ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'
import type { Limits } from '../channels/asks.ts'

export type { ConfigurationOut, OutcomeOut }
export type ClockTold = ClocksOut['data'][number]
export type Template = Extract<TemplateOut, { kind: 'channels' }>
export type TemplateInput = Extract<TemplateIn, { kind: 'channels' }>
export type Wanted = Template['document']
export type WantedEncoding = NonNullable<Wanted['main']>
export type ReadOut = (typeof channelsReadSchema)['_output']
export type Wish = (typeof channelsChangeIn)['_input']['channels'][number]

const inforOf = (device: number) => `/api/device/${device}/channels/infor`

/** All of a list that comes in pages. */
async function all(signal?: AbortSignal): Promise<Answer<ConfigurationOut[]>> {
  const found: ConfigurationOut[] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const path: string = `/api/channels/configurations?limit=500&cursor=${cursor}`
    const answer: Answer<ConfigurationsOut> = await ask<ConfigurationsOut>(path, { signal })
    if (answer.kind !== 'ok') return answer
    found.push(...answer.data.data)
    cursor = answer.data.next_cursor
  }
  return { kind: 'ok', data: found }
}

export const asks = {
  /** As the devices last told; none of them is asked. */
  all,
  clocks: (signal?: AbortSignal) => ask<ClocksOut>('/api/clocks', { signal }),
  /** Asks the device, and what it says is in the list afterwards. */
  read: (device: number, ids: readonly number[]) =>
    ask<ReadOut>(`${inforOf(device)}/sync`, { method: 'POST', body: { channel_ids: ids } }),
  readClock: (device: number) => ask<(typeof clockSchema)['_output']>(`/api/device/${device}/clock`),
  change: (device: number, channels: readonly Wish[], dryRun: boolean) =>
    ask<(typeof channelsChangedSchema)['_output']>(inforOf(device), {
      method: 'PUT',
      body: { dry_run: dryRun, channels },
    }),
  /** What the device would take. */
  limits: (device: number, channel: number, encoding: 'main' | 'sub') =>
    ask<Limits>(`/api/device/${device}/channel/${channel}/infor/capabilities?quality=${encoding}`),
  templates: (signal?: AbortSignal) => ask<{ data: Template[] }>('/api/templates?kind=channels', { signal }),
  keep: (template: TemplateInput, id: number | null) =>
    id === null
      ? ask<{ data: Template }>('/api/templates', { method: 'POST', body: template })
      : ask<{ data: Template }>(`/api/templates/${id}`, { method: 'PUT', body: template }),
  drop: (id: number, leaving: boolean) =>
    ask<unknown>(`/api/templates/${id}`, { method: 'DELETE', keepalive: leaving }),
}
