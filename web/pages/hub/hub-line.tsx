// In one line: whether the hub's broker is there, since when, and what is wrong.
import { CircleCheck, Unplug } from 'lucide-preact'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { HubOut } from '../../wire.ts'

export function HubLine({ state }: { state: HubOut }) {
  const word = state.stopped
    ? t('hub.stopped')
    : state.connected
      ? t('settings.hub.connected')
      : state.url === null
        ? t('settings.hub.none')
        : t('settings.hub.disconnected')
  const look = state.connected ? 'good' : state.url === null ? '' : 'bad'
  return (
    <>
      <p class="hub-state">
        {state.connected ? <CircleCheck class={look} aria-hidden="true" /> : <Unplug class={look} aria-hidden="true" />}
        <span>
          <strong class={look}>{word}</strong>{' '}
          {state.since && state.url !== null && t('time.since', { time: moment(new Date(state.since), now.value) })}
        </span>
      </p>
      {state.last_error && <p>{state.last_error}</p>}
    </>
  )
}
