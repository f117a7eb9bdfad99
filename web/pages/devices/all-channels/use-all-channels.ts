// What the page shows: the channels with what was told of them, and the templates of whoever may write.
import { useMemo } from 'preact/hooks'
import type { Answer } from '../../../client.ts'
import { channels, deviceList, type Loaded, titleOf } from '../../../household.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage, mayOperate } from '../../../session.ts'
import { asks, type ClockTold, type ConfigurationOut, type Template } from './asks.ts'
import { type Row, rowsOf } from './rows.ts'

interface Told {
  configurations: readonly ConfigurationOut[]
  clocks: readonly ClockTold[]
  clocksAreSet: boolean
  templates: readonly Template[]
}

export interface AllChannels {
  state: Loaded<unknown>
  rows: readonly Row[]
  templates: readonly Template[]
  /** Each sync sets the clocks right. */
  clocksAreSet: boolean
  reload: () => void
}

async function load(signal: AbortSignal): Promise<Answer<Told>> {
  // A viewer would only be refused.
  const [configurations, clocks, templates] = await Promise.all([
    asks.all(signal),
    mayOperate.value ? asks.clocks(signal) : null,
    mayManage.value ? asks.templates(signal) : null,
  ])
  if (configurations.kind !== 'ok') return configurations
  if (clocks && clocks.kind !== 'ok') return clocks
  if (templates && templates.kind !== 'ok') return templates
  return {
    kind: 'ok',
    data: {
      configurations: configurations.data,
      clocks: clocks?.data.data ?? [],
      clocksAreSet: clocks?.data.set_by_sync ?? false,
      templates: templates?.data.data ?? [],
    },
  }
}

const NOTHING: Told = { configurations: [], clocks: [], clocksAreSet: false, templates: [] }

export function useAllChannels(): AllChannels {
  const { state, reload } = useLoaded(load)
  const told = state.phase === 'ready' ? state.value : NOTHING
  const [all, devices] = [channels.value, deviceList.value]
  const { configurations, clocks } = told
  const rows = useMemo(
    () => rowsOf({ channels: all.phase === 'ready' ? all.value : [], devices, configurations, clocks, titleOf }),
    [all, devices, configurations, clocks],
  )
  return { state: state.phase === 'ready' ? all : state, rows, reload, ...told }
}
